import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The answers of a draft as one client last had them, read or saved. */
@Entity('draft_read')
export class DraftRead {
  @PrimaryColumn('uuid') applicationId!: string;
  /** SHA-256 of the token: one session of one browser. */
  @PrimaryColumn('text') reader!: string;
  @Column('int') revision!: number;
  @Column({ type: 'text', nullable: true }) data!: string | null;
  @Column('timestamptz') readAt!: Date;
}
