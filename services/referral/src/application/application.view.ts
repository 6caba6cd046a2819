import type { Cas3Application, Cas3ApplicationSummary } from '@throughcare/api/cas3/application';
import { assessmentIdOf } from '@throughcare/events/ids';
import type { Person } from '@throughcare/platform/people';
import type { Sendable } from '@throughcare/platform/replies';
import type { Application } from './application.entity';
import { statusOf } from './draft.rules';
import { withJsonText } from '@throughcare/platform/json';

export type ListedApplication = Pick<
  Application,
  'id' | 'crn' | 'createdByUserId' | 'createdAt' | 'submittedAt' | 'risks' | 'assessmentStatus'
>;

const midnightUtc = (day: string | null) => (day === null ? null : `${day}T00:00:00.000Z`);

/** A row of the referrer's list. */
export const summaryOf = (application: ListedApplication, person: Person): Sendable<Cas3ApplicationSummary> => ({
  type: 'CAS3',
  id: application.id,
  person,
  createdByUserId: application.createdByUserId,
  createdAt: application.createdAt,
  submittedAt: application.submittedAt,
  status: statusOf(application),
  risks: person.type === 'RestrictedPerson' ? null : application.risks,
});

type Facts = Sendable<
  Omit<
    Cas3Application,
    | keyof Cas3ApplicationSummary
    | 'offenceId'
    | 'arrivalDate'
    | 'assessmentId'
    | 'assessmentDecision'
    | 'data'
    | 'document'
    | 'summaryData'
  >
>;

/** What lists, search and the assessor's judgement rest on, under the names of a submission. Null until then, or when not asked. */
const factsOf = (application: Application): Facts => ({
  referredBy: application.referredBy,
  probationRegionId: application.placementRegionId,
  probationDeliveryUnitId: application.placementPduId,
  homeProbationRegionId: application.homeRegionId,
  homeProbationDeliveryUnitId: application.homePduId,
  personReleaseDate: application.personReleaseDate,
  prisonReleaseTypes: application.prisonReleaseTypes,
  isRegisteredSexOffender: application.isRegisteredSexOffender,
  isHistoryOfSexualOffence: application.isHistoryOfSexualOffence,
  isConcerningSexualBehaviour: application.isConcerningSexualBehaviour,
  hasHistoryOfArson: application.hasHistoryOfArson,
  isConcerningArsonBehaviour: application.isConcerningArsonBehaviour,
  needsAccessibleProperty: application.needsAccessibleProperty,
  isDutyToReferSubmitted: application.isDutyToReferSubmitted,
  dutyToReferSubmissionDate: application.dutyToReferSubmissionDate,
  dutyToReferLocalAuthorityAreaName: application.dutyToReferLocalAuthorityAreaName,
  dutyToReferOutcome: application.dutyToReferOutcome,
  isApplicationEligible: application.isApplicationEligible,
  eligibilityReason: application.eligibilityReason,
});

/** One application as JSON text: the answers in it are the text that was sent. */
export const applicationJson = (application: Application, person: Person): string =>
  withJsonText(
    {
      ...summaryOf(application, person),
      offenceId: application.offenceId,
      arrivalDate: midnightUtc(application.arrivalDate),
      assessmentId: application.submittedAt ? assessmentIdOf(application.id) : null,
      assessmentDecision: application.assessmentDecision,
      ...factsOf(application),
    },
    { data: application.data, document: application.document, summaryData: application.summaryData },
  );
