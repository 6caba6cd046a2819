import type { PersonRisks } from '@throughcare/api/cas3/risks';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Of an application with risks: what was answered since its submission, and when to ask again. */
@Entity('application_risk')
export class ApplicationRisk {
  @PrimaryColumn('uuid') applicationId!: string;
  @Column({ type: 'jsonb', nullable: true }) latest!: PersonRisks | null;
  /** Null: not before somebody tells that something changed. */
  @Column({ type: 'timestamptz', nullable: true }) dueAt!: Date | null;
  /** Answers in a row in which something could not be had. */
  @Column('int') tries!: number;
}
