import { AnyObject, Day, Flag, Int, ListOf, Optional, Text, Uuid } from '@throughcare/platform/dto';

/** The last three ids may be missing here, so that all of them are reported together once the person is known. */
export class NewApplication {
  @Text({ max: 20, example: 'X900001' }) crn!: string;
  @Optional() @Int({ min: 0, max: Number.MAX_SAFE_INTEGER, example: 2500295345 }) convictionId?: number | null;
  @Optional() @Text({ max: 50, blank: true, example: '1' }) deliusEventNumber?: string | null;
  @Optional() @Text({ max: 50, blank: true, example: 'M2500295343' }) offenceId?: string | null;
  @Optional() @Text({ max: 500, blank: true }) referredBy?: string | null;
}

export class NewApplicationQuery {
  @Optional() @Flag({ form: true, description: 'take a snapshot of the risks now' }) createWithRisks?: boolean;
}

export class UpdateApplication {
  @AnyObject({ description: 'the whole form: task, page, field' }) data!: Record<string, unknown>;
}

/** Beside `translatedDocument` and `summaryData` all of this is computed from the answers too, and the answers decide. */
export class SubmitApplication {
  @Day({ description: 'accommodation is required from this day' }) arrivalDate!: string;
  @Uuid({ description: 'of the practitioner' }) probationDeliveryUnitId!: string;
  @AnyObject() summaryData!: Record<string, unknown>;
  @AnyObject({ description: 'questions and answers as they are to be read' })
  translatedDocument!: Record<string, unknown>;
  @Optional() @Day() personReleaseDate?: string | null;
  @Optional() @Uuid() outOfRegionProbationRegionId?: string | null;
  @Optional() @Uuid() outOfRegionPduId?: string | null;
  @Optional() @ListOf('text') prisonReleaseTypes?: string[] | null;
  @Optional() @Flag() isRegisteredSexOffender?: boolean | null;
  @Optional() @Flag() isHistoryOfSexualOffence?: boolean | null;
  @Optional() @Flag() isConcerningSexualBehaviour?: boolean | null;
  @Optional() @Flag() hasHistoryOfArson?: boolean | null;
  @Optional() @Flag() isConcerningArsonBehaviour?: boolean | null;
  @Optional() @Flag() needsAccessibleProperty?: boolean | null;
  @Optional() @Flag() isDutyToReferSubmitted?: boolean | null;
  @Optional() @Day() dutyToReferSubmissionDate?: string | null;
  @Optional() @Text({ max: 500, blank: true }) dutyToReferLocalAuthorityAreaName?: string | null;
  @Optional() @Text({ max: 500, blank: true }) dutyToReferOutcome?: string | null;
  @Optional() @Flag() isApplicationEligible?: boolean | null;
  @Optional() @Text({ max: 500, blank: true }) eligibilityReason?: string | null;
}
