import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row: when the last canaries were sent. */
@Entity('canary')
export class CanaryRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('timestamptz') sentAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) hmppsSentAt!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) hmppsSeenAt!: Date | null;
}
