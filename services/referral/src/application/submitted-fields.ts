import type { SubmitApplication } from './application.dto';
import type { Application } from './application.entity';

export interface SubmittedTexts {
  readonly document: string | null;
  readonly summaryData: string;
}

/** What a submission says beside the answers: computed by clients, kept for lists and reports. */
export const submittedFields = (body: SubmitApplication, texts: SubmittedTexts): Partial<Application> => ({
  ...texts,
  arrivalDate: body.arrivalDate,
  personReleaseDate: body.personReleaseDate ?? null,
  prisonReleaseTypes: body.prisonReleaseTypes ?? null,
  isRegisteredSexOffender: body.isRegisteredSexOffender ?? null,
  isHistoryOfSexualOffence: body.isHistoryOfSexualOffence ?? null,
  isConcerningSexualBehaviour: body.isConcerningSexualBehaviour ?? null,
  hasHistoryOfArson: body.hasHistoryOfArson ?? null,
  isConcerningArsonBehaviour: body.isConcerningArsonBehaviour ?? null,
  needsAccessibleProperty: body.needsAccessibleProperty ?? null,
  isDutyToReferSubmitted: body.isDutyToReferSubmitted ?? null,
  dutyToReferSubmissionDate: body.dutyToReferSubmissionDate ?? null,
  dutyToReferLocalAuthorityAreaName: body.dutyToReferLocalAuthorityAreaName ?? null,
  dutyToReferOutcome: body.dutyToReferOutcome ?? null,
  isApplicationEligible: body.isApplicationEligible ?? null,
  eligibilityReason: body.eligibilityReason ?? null,
});
