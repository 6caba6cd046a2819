import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('bedspace')
export class Bedspace {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') premisesId!: string;
  @Column('text') reference!: string;
  /** First day of the current availability. */
  @Column('date') startDate!: string;
  @Column({ type: 'date', nullable: true }) endDate!: string | null;
  /** The very first start date: shown, and never changed. */
  @Column('date') createdDate!: string;
  @Column('text') notes!: string;
  @Column({ type: 'uuid', array: true }) characteristicIds!: string[];
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
