import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from './staff.rules';

/** A member of staff as nDelius last showed them, with the roles they have here. */
@Entity('staff')
export class StaffRecord {
  @PrimaryColumn({ name: 'user_id', type: 'uuid' }) userId!: string;
  @Column('text') username!: string;
  @Column({ name: 'staff_code', type: 'text', nullable: true }) staffCode!: string | null;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) email!: string | null;
  @Column({ name: 'telephone_number', type: 'text', nullable: true }) telephoneNumber!: string | null;
  @Column({ name: 'region_id', type: 'uuid', nullable: true }) regionId!: string | null;
  @Column({ name: 'region_code', type: 'text', nullable: true }) regionCode!: string | null;
  @Column({ name: 'pdu_id', type: 'uuid', nullable: true }) pduId!: string | null;
  @Column({ name: 'is_active', type: 'boolean' }) isActive!: boolean;
  @Column('text', { array: true }) roles!: Role[];
  @Column('int') version!: number;
  @Column({ name: 'refreshed_at', type: 'timestamptz' }) refreshedAt!: Date;
}
