import type { PersonRisks, RiskPart } from '@throughcare/api/cas3/risks';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** `data`, `document` and `summaryData` are JSON text, kept to the byte. */
@Entity('application')
export class Application {
  @PrimaryColumn('uuid') id!: string;
  /** Number of the last event of this application. */
  @Column('int') version!: number;
  /** Grows with every change by its creator: the entity tag. */
  @Column('int') revision!: number;
  /** Given by the database, one to each. */
  @Column({ type: 'int', nullable: true }) referenceNumber?: number | null;
  @Column('text') crn!: string;
  /** What its events are ordered by: the number it was created with, whatever is merged later. */
  @Column('text') eventKey!: string;
  @Column({ type: 'text', nullable: true }) nomsNumber!: string | null;
  @Column('bigint') convictionId!: string;
  @Column('text') eventNumber!: string;
  @Column('text') offenceId!: string;
  /** Where the person was held when it was begun. */
  @Column({ type: 'text', nullable: true }) prisonId?: string | null;
  /** Whose answers it began with. */
  @Column({ type: 'uuid', nullable: true }) copiedFromApplicationId?: string | null;
  @Column({ type: 'text', nullable: true }) referredBy!: string | null;
  @Column('uuid') createdByUserId!: string;
  @Column('timestamptz') createdAt!: Date;
  /** When a draft was last opened or saved, or was deleted. */
  @Column('timestamptz') usedAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) deletedAt!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) submittedAt!: Date | null;
  @Column({ type: 'jsonb', nullable: true }) risks!: PersonRisks | null;
  /** What differs from them since the submission. */
  @Column({ type: 'text', array: true }) risksChanged!: RiskPart[];
  @Column({ type: 'text', nullable: true }) data!: string | null;
  @Column({ type: 'text', nullable: true }) document!: string | null;
  @Column({ type: 'text', nullable: true }) summaryData!: string | null;
  /** Made by the server from the answers and the form when they were frozen. */
  @Column({ type: 'text', nullable: true }) readableCopy!: string | null;
  @Column({ type: 'uuid', nullable: true }) homeRegionId!: string | null;
  @Column({ type: 'uuid', nullable: true }) homePduId!: string | null;
  @Column({ type: 'uuid', nullable: true }) placementRegionId!: string | null;
  @Column({ type: 'uuid', nullable: true }) placementPduId!: string | null;
  @Column({ type: 'date', nullable: true }) arrivalDate!: string | null;
  @Column({ type: 'date', nullable: true }) personReleaseDate!: string | null;
  @Column({ type: 'text', array: true, nullable: true }) prisonReleaseTypes!: string[] | null;
  @Column({ type: 'boolean', nullable: true }) isRegisteredSexOffender!: boolean | null;
  @Column({ type: 'boolean', nullable: true }) isHistoryOfSexualOffence!: boolean | null;
  @Column({ type: 'boolean', nullable: true }) isConcerningSexualBehaviour!: boolean | null;
  @Column({ type: 'boolean', nullable: true }) hasHistoryOfArson!: boolean | null;
  @Column({ type: 'boolean', nullable: true }) isConcerningArsonBehaviour!: boolean | null;
  @Column({ type: 'boolean', nullable: true }) needsAccessibleProperty!: boolean | null;
  @Column({ type: 'boolean', nullable: true }) isDutyToReferSubmitted!: boolean | null;
  @Column({ type: 'date', nullable: true }) dutyToReferSubmissionDate!: string | null;
  @Column({ name: 'duty_to_refer_local_authority', type: 'text', nullable: true }) dutyToReferLocalAuthorityAreaName!:
    string | null;
  @Column({ type: 'text', nullable: true }) dutyToReferOutcome!: string | null;
  @Column({ type: 'boolean', nullable: true }) isApplicationEligible!: boolean | null;
  @Column({ type: 'text', nullable: true }) eligibilityReason!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) withdrawnAt!: Date | null;
  @Column({ type: 'uuid', nullable: true }) withdrawalReasonId!: string | null;
  @Column({ type: 'text', nullable: true }) withdrawalDetail!: string | null;
  @Column('int') amendments!: number;
  @Column({ type: 'timestamptz', nullable: true }) erasedAt!: Date | null;
  @Column({ type: 'text', nullable: true }) assessmentStatus!: string | null;
  @Column({ type: 'text', nullable: true }) assessmentDecision!: 'accepted' | 'rejected' | null;
  /** Version of the assessment's last event that was taken in. */
  @Column('int') outcomeVersion!: number;
}
