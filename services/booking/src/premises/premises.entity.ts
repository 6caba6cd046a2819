import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('premises')
export class Premises {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') reference!: string;
  @Column({ name: 'address_line1', type: 'text' }) addressLine1!: string;
  @Column({ name: 'address_line2', type: 'text', nullable: true }) addressLine2!: string | null;
  @Column({ type: 'text', nullable: true }) town!: string | null;
  @Column('text') postcode!: string;
  @Column({ name: 'probation_region_id', type: 'uuid' }) probationRegionId!: string;
  @Column({ name: 'probation_delivery_unit_id', type: 'uuid' }) probationDeliveryUnitId!: string;
  @Column({ name: 'local_authority_area_id', type: 'uuid', nullable: true }) localAuthorityAreaId!: string | null;
  @Column({ name: 'characteristic_ids', type: 'uuid', array: true }) characteristicIds!: string[];
  @Column('text') notes!: string;
  @Column({ name: 'turnaround_working_days', type: 'int' }) turnaroundWorkingDays!: number;
  @Column({ name: 'start_date', type: 'date' }) startDate!: string;
  @Column({ name: 'end_date', type: 'date', nullable: true }) endDate!: string | null;
  @Column({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
  @Column({ name: 'updated_at', type: 'timestamptz' }) updatedAt!: Date;
}
