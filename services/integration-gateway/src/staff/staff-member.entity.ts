import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from './staff.rules';

/** A member of staff as nDelius last showed them, with the roles they have here. */
@Entity('staff')
export class StaffRecord {
  @PrimaryColumn('uuid') userId!: string;
  @Column('text') username!: string;
  @Column({ type: 'text', nullable: true }) staffCode!: string | null;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) email!: string | null;
  @Column({ type: 'text', nullable: true }) telephoneNumber!: string | null;
  @Column({ type: 'uuid', nullable: true }) regionId!: string | null;
  @Column({ type: 'text', nullable: true }) regionCode!: string | null;
  @Column({ type: 'uuid', nullable: true }) pduId!: string | null;
  @Column('boolean') isActive!: boolean;
  @Column('text', { array: true }) roles!: Role[];
  @Column('int') version!: number;
  @Column('timestamptz') refreshedAt!: Date;
}
