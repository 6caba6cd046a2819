import { ApiSchema, AnyObject, Day, Flag, Int, ListOf, Optional, Text, Uuid } from '@throughcare/platform/dto';

/** The last three ids may be missing here, so that all of them are reported together once the person is known. */
export class NewApplication {
  @Text({ max: 20, example: 'X900001' }) crn!: string;
  @Optional() @Int({ min: 0, max: Number.MAX_SAFE_INTEGER, example: 2500295345 }) convictionId?: number | null;
  @Optional() @Text({ max: 50, blank: true, example: '1' }) deliusEventNumber?: string | null;
  @Optional() @Text({ max: 50, blank: true, example: 'M2500295343' }) offenceId?: string | null;
  @Optional() @Text({ max: 500, blank: true }) referredBy?: string | null;
  @Optional()
  @Uuid({
    description: 'an earlier referral of the same person that the caller may read: its answers are the first ones',
  })
  copiedFromApplicationId?: string | null;
}

export class NewApplicationQuery {
  @Optional() @Flag({ form: true, description: 'take a snapshot of the risks now' }) createWithRisks?: boolean;
}

@ApiSchema({ name: 'UpdateApplication' })
export class ApplicationUpdate {
  @AnyObject({ description: 'the whole form: task, page, field' }) data!: Record<string, unknown>;
}

const ANSWERS_DECIDE = {
  description: 'checked, and not used: the answers decide. Clients send it; what differs from the answers is logged',
};

/** Beside `translatedDocument` and `summaryData` all of this is computed from the answers too, and the answers decide. */
@ApiSchema({ name: 'SubmitApplication' })
export class NewSubmission {
  @Day(ANSWERS_DECIDE) arrivalDate!: string;
  @Uuid(ANSWERS_DECIDE) probationDeliveryUnitId!: string;
  @AnyObject() summaryData!: Record<string, unknown>;
  @AnyObject({ description: 'questions and answers as they are to be read' })
  translatedDocument!: Record<string, unknown>;
  @Optional() @Day(ANSWERS_DECIDE) personReleaseDate?: string | null;
  @Optional() @Uuid(ANSWERS_DECIDE) outOfRegionProbationRegionId?: string | null;
  @Optional() @Uuid(ANSWERS_DECIDE) outOfRegionPduId?: string | null;
  @Optional() @ListOf('text', ANSWERS_DECIDE) prisonReleaseTypes?: string[] | null;
  @Optional() @Flag(ANSWERS_DECIDE) isRegisteredSexOffender?: boolean | null;
  @Optional() @Flag(ANSWERS_DECIDE) isHistoryOfSexualOffence?: boolean | null;
  @Optional() @Flag(ANSWERS_DECIDE) isConcerningSexualBehaviour?: boolean | null;
  @Optional() @Flag(ANSWERS_DECIDE) hasHistoryOfArson?: boolean | null;
  @Optional() @Flag(ANSWERS_DECIDE) isConcerningArsonBehaviour?: boolean | null;
  @Optional() @Flag(ANSWERS_DECIDE) needsAccessibleProperty?: boolean | null;
  @Optional() @Flag(ANSWERS_DECIDE) isDutyToReferSubmitted?: boolean | null;
  @Optional() @Day(ANSWERS_DECIDE) dutyToReferSubmissionDate?: string | null;
  @Optional() @Text({ max: 500, blank: true, ...ANSWERS_DECIDE }) dutyToReferLocalAuthorityAreaName?: string | null;
  @Optional() @Text({ max: 500, blank: true, ...ANSWERS_DECIDE }) dutyToReferOutcome?: string | null;
  @Optional() @Flag({ description: 'false is refused; else the answers decide' }) isApplicationEligible?:
    boolean | null;
  @Optional() @Text({ max: 500, blank: true, ...ANSWERS_DECIDE }) eligibilityReason?: string | null;
}
