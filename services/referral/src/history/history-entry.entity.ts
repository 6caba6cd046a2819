import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One thing that another service has published about a referral. */
@Entity('application_history')
export class HistoryEntry {
  @PrimaryColumn('uuid') applicationId!: string;
  @PrimaryColumn('uuid') eventId!: string;
  @Column('text') type!: string;
  @Column('timestamptz') at!: Date;
  @Column({ type: 'uuid', nullable: true }) bookingId!: string | null;
  /** Why it was rejected. */
  @Column({ type: 'uuid', nullable: true }) reasonId!: string | null;
}
