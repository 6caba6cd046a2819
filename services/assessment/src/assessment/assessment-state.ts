/** The five states of an assessment, as clients know them. */
export const statuses = ['unallocated', 'in_review', 'ready_to_place', 'closed', 'rejected'] as const;
export type AssessmentStatus = (typeof statuses)[number];

/** Why a person is eligible, as the referral form has it: what assessors know as the source of a referral. */
export const eligibilityReasons = [
  'homelessFromCustody',
  'homelessFromApprovedPremises',
  'homelessFromBailAccommodation',
] as const;
export type EligibilityReason = (typeof eligibilityReasons)[number];

/** What the rules decide on. A row of the table satisfies it. */
export interface AssessmentState {
  readonly id: string;
  readonly applicationId: string;
  readonly crn: string;
  readonly nomsNumber: string | null;
  readonly probationRegionId: string;
  readonly probationDeliveryUnitId: string | null;
  readonly status: AssessmentStatus;
  readonly allocatedToUserId: string | null;
  readonly allocatedAt: Date | null;
  readonly decidedAt: Date | null;
  readonly completedAt: Date | null;
  /** The booking whose confirmation closed it; null when staff did. */
  readonly closedByBookingId: string | null;
  readonly rejectionReasonId: string | null;
  readonly rejectionReasonDetail: string | null;
  readonly rejectionRationale: string | null;
  readonly isWithdrawn: boolean | null;
}

/** An assessment is accepted from ready to place on, also when closed. */
export const decisionOf = (status: AssessmentStatus): 'accepted' | 'rejected' | null => {
  if (status === 'rejected') return 'rejected';
  return status === 'ready_to_place' || status === 'closed' ? 'accepted' : null;
};

/** The ids that every event of the assessment carries. */
export const factsOf = (assessment: AssessmentState) => ({
  assessmentId: assessment.id,
  applicationId: assessment.applicationId,
  crn: assessment.crn,
  nomsNumber: assessment.nomsNumber ?? undefined,
  probationRegionId: assessment.probationRegionId,
  probationDeliveryUnitId: assessment.probationDeliveryUnitId ?? undefined,
});

/** Who takes a step and when; nobody where an event is the cause. */
export interface Doing {
  readonly now: Date;
  readonly by?: string | undefined;
}

/** What every step of the assessment's state carries. */
export const stepOf = (assessment: AssessmentState, { now, by }: Doing) => ({
  ...factsOf(assessment),
  from: assessment.status,
  at: now.toISOString(),
  byUserId: by,
});
