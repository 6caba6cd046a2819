import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('bedspace')
export class Bedspace {
  @PrimaryColumn('uuid') id!: string;
  @Column({ name: 'premises_id', type: 'uuid' }) premisesId!: string;
  @Column('text') reference!: string;
  /** First day of the current availability. */
  @Column({ name: 'start_date', type: 'date' }) startDate!: string;
  @Column({ name: 'end_date', type: 'date', nullable: true }) endDate!: string | null;
  /** The very first start date: shown, and never changed. */
  @Column({ name: 'created_date', type: 'date' }) createdDate!: string;
  @Column('text') notes!: string;
  @Column({ name: 'characteristic_ids', type: 'uuid', array: true }) characteristicIds!: string[];
  @Column({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
  @Column({ name: 'updated_at', type: 'timestamptz' }) updatedAt!: Date;
}
