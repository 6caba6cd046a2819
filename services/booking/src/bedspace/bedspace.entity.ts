import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('bedspace')
export class Bedspace {
  @PrimaryColumn('uuid') id!: string;
  /** Number of the last event of this bedspace. */
  @Column('int') version!: number;
  @Column('uuid') premisesId!: string;
  @Column('text') reference!: string;
  /** First day of the current availability. */
  @Column('date') startDate!: string;
  @Column({ type: 'date', nullable: true }) endDate!: string | null;
  /** The end is that of its property, and replaced `ownEndDate`. */
  @Column('boolean') endsWithPremises!: boolean;
  /** The end that was planned for the bedspace alone. */
  @Column({ type: 'date', nullable: true }) ownEndDate!: string | null;
  /** What other services were last sent. */
  @Column('text') reportedStatus!: 'online' | 'archived';
  /** The very first start date: shown, and never changed. */
  @Column('date') createdDate!: string;
  @Column('text') notes!: string;
  @Column({ type: 'uuid', array: true }) characteristicIds!: string[];
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
