import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('premises')
export class Premises {
  @PrimaryColumn('uuid') id!: string;
  /** Number of the last event of this property. */
  @Column('int') version!: number;
  @Column('text') reference!: string;
  @Column('text') addressLine1!: string;
  @Column({ type: 'text', nullable: true }) addressLine2!: string | null;
  @Column({ type: 'text', nullable: true }) town!: string | null;
  @Column('text') postcode!: string;
  @Column('uuid') probationRegionId!: string;
  @Column('uuid') probationDeliveryUnitId!: string;
  @Column({ type: 'uuid', nullable: true }) localAuthorityAreaId!: string | null;
  @Column({ type: 'uuid', array: true }) characteristicIds!: string[];
  @Column('text') notes!: string;
  @Column('int') turnaroundWorkingDays!: number;
  @Column('date') startDate!: string;
  @Column({ type: 'date', nullable: true }) endDate!: string | null;
  /** What other services were last sent. */
  @Column('text') reportedStatus!: 'online' | 'archived';
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
