import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AssessmentState, AssessmentStatus, EligibilityReason } from './assessment-state';

@Entity('assessment')
export class Assessment implements AssessmentState {
  @PrimaryColumn('uuid') id!: string;
  /** Number of the last event of this assessment. */
  @Column('int') version!: number;
  @Column('uuid') applicationId!: string;
  @Column('text') crn!: string;
  /** What its events are ordered by: the number it was created with, whatever is merged later. */
  @Column('text') eventKey!: string;
  @Column({ type: 'text', nullable: true }) nomsNumber!: string | null;
  /** Who began the referral: may read the timeline, as everyone who may read the application. */
  @Column('uuid') referrerUserId!: string;
  @Column('uuid') probationRegionId!: string;
  @Column({ type: 'uuid', nullable: true }) probationDeliveryUnitId!: string | null;
  /** When the referral was submitted. */
  @Column('timestamptz') createdAt!: Date;
  @Column({ type: 'date', nullable: true }) releaseDate!: string | null;
  @Column('date') accommodationRequiredFromDate!: string;
  /** Sexual offending, history or concerning behaviour; null: submitted before this was kept. */
  @Column({ type: 'boolean', nullable: true }) sexualRisk!: boolean | null;
  /** From where the person comes: the reason for which they are eligible. */
  @Column({ type: 'text', nullable: true }) eligibilityReason!: EligibilityReason | null;
  @Column('text') status!: AssessmentStatus;
  @Column({ type: 'uuid', nullable: true }) allocatedToUserId!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) allocatedAt!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) decidedAt!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) completedAt!: Date | null;
  @Column({ type: 'uuid', nullable: true }) closedByBookingId!: string | null;
  @Column({ type: 'uuid', nullable: true }) rejectionReasonId!: string | null;
  @Column({ type: 'text', nullable: true }) rejectionReasonDetail!: string | null;
  @Column({ type: 'text', nullable: true }) rejectionRationale!: string | null;
  @Column({ type: 'boolean', nullable: true }) isWithdrawn!: boolean | null;
  /** nDelius has deleted the person: it is only counted. */
  @Column({ type: 'timestamptz', nullable: true }) erasedAt?: Date | null;
}
