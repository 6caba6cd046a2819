import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RisksSnapshot } from './risks';

/** `data`, `document` and `summaryData` are JSON text, kept to the byte. */
@Entity('application')
export class Application {
  @PrimaryColumn('uuid') id!: string;
  /** Number of the last event of this application. */
  @Column('int') version!: number;
  /** Grows with every change by its creator: the entity tag. */
  @Column('int') revision!: number;
  @Column('text') crn!: string;
  @Column({ name: 'noms_number', type: 'text', nullable: true }) nomsNumber!: string | null;
  @Column({ name: 'conviction_id', type: 'bigint' }) convictionId!: string;
  @Column({ name: 'event_number', type: 'text' }) eventNumber!: string;
  @Column({ name: 'offence_id', type: 'text' }) offenceId!: string;
  @Column({ name: 'referred_by', type: 'text', nullable: true }) referredBy!: string | null;
  @Column({ name: 'created_by_user_id', type: 'uuid' }) createdByUserId!: string;
  @Column({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
  @Column({ name: 'deleted_at', type: 'timestamptz', nullable: true }) deletedAt!: Date | null;
  @Column({ name: 'submitted_at', type: 'timestamptz', nullable: true }) submittedAt!: Date | null;
  @Column({ type: 'jsonb', nullable: true }) risks!: RisksSnapshot | null;
  @Column({ type: 'text', nullable: true }) data!: string | null;
  @Column({ type: 'text', nullable: true }) document!: string | null;
  @Column({ name: 'summary_data', type: 'text', nullable: true }) summaryData!: string | null;
  @Column({ name: 'home_region_id', type: 'uuid', nullable: true }) homeRegionId!: string | null;
  @Column({ name: 'home_pdu_id', type: 'uuid', nullable: true }) homePduId!: string | null;
  @Column({ name: 'placement_region_id', type: 'uuid', nullable: true }) placementRegionId!: string | null;
  @Column({ name: 'placement_pdu_id', type: 'uuid', nullable: true }) placementPduId!: string | null;
  @Column({ name: 'arrival_date', type: 'date', nullable: true }) arrivalDate!: string | null;
  @Column({ name: 'person_release_date', type: 'date', nullable: true }) personReleaseDate!: string | null;
  @Column({ name: 'prison_release_types', type: 'text', array: true, nullable: true }) prisonReleaseTypes!:
    string[] | null;
  @Column({ name: 'is_registered_sex_offender', type: 'boolean', nullable: true }) isRegisteredSexOffender!:
    boolean | null;
  @Column({ name: 'is_history_of_sexual_offence', type: 'boolean', nullable: true }) isHistoryOfSexualOffence!:
    boolean | null;
  @Column({ name: 'is_concerning_sexual_behaviour', type: 'boolean', nullable: true }) isConcerningSexualBehaviour!:
    boolean | null;
  @Column({ name: 'has_history_of_arson', type: 'boolean', nullable: true }) hasHistoryOfArson!: boolean | null;
  @Column({ name: 'is_concerning_arson_behaviour', type: 'boolean', nullable: true }) isConcerningArsonBehaviour!:
    boolean | null;
  @Column({ name: 'needs_accessible_property', type: 'boolean', nullable: true }) needsAccessibleProperty!:
    boolean | null;
  @Column({ name: 'is_duty_to_refer_submitted', type: 'boolean', nullable: true }) isDutyToReferSubmitted!:
    boolean | null;
  @Column({ name: 'duty_to_refer_submission_date', type: 'date', nullable: true }) dutyToReferSubmissionDate!:
    string | null;
  @Column({ name: 'duty_to_refer_local_authority', type: 'text', nullable: true }) dutyToReferLocalAuthorityAreaName!:
    string | null;
  @Column({ name: 'duty_to_refer_outcome', type: 'text', nullable: true }) dutyToReferOutcome!: string | null;
  @Column({ name: 'is_application_eligible', type: 'boolean', nullable: true }) isApplicationEligible!: boolean | null;
  @Column({ name: 'eligibility_reason', type: 'text', nullable: true }) eligibilityReason!: string | null;
  @Column({ name: 'assessment_status', type: 'text', nullable: true }) assessmentStatus!: string | null;
  @Column({ name: 'assessment_decision', type: 'text', nullable: true }) assessmentDecision!:
    'accepted' | 'rejected' | null;
  /** Version of the assessment's last event that was taken in. */
  @Column({ name: 'outcome_version', type: 'int' }) outcomeVersion!: number;
}
