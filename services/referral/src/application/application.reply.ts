import type { Cas3Application, Cas3ApplicationSummary } from '@throughcare/api/cas3/application';
import { assessmentIdOf } from '@throughcare/events/ids';
import type { Person } from '@throughcare/platform/people';
import type { Sendable } from '@throughcare/platform/replies';
import type { Application } from './application.entity';
import { statusOf } from './draft.rules';
import { referenceOf } from './reference.rules';
import { withJsonText } from '@throughcare/platform/json';

export type ListedApplication = Pick<
  Application,
  'id' | 'crn' | 'createdByUserId' | 'createdAt' | 'submittedAt' | 'withdrawnAt' | 'risks' | 'assessmentStatus'
>;

/** Another referral of the same person that somebody is to place. */
export interface OtherReferral {
  readonly id: string;
  readonly referenceNumber: number | null;
  readonly submittedAt: Date;
  readonly placementRegionId: string;
}

const midnightUtc = (day: string | null) => (day === null ? null : `${day}T00:00:00.000Z`);

/** A row of the referrer's list. */
export const toSummary = (application: ListedApplication, person: Person): Sendable<Cas3ApplicationSummary> => ({
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

const reference = (number: number | null | undefined): string | null => (number == null ? null : referenceOf(number));

/** What became of it; beside the members that existing clients know. */
const laterOf = (application: Application, others: readonly OtherReferral[]) => ({
  reference: reference(application.referenceNumber),
  assessmentStatus: application.assessmentStatus,
  withdrawnAt: application.withdrawnAt,
  withdrawalReasonId: application.withdrawalReasonId,
  amendments: application.amendments,
  otherLiveReferrals: others.map(({ id, referenceNumber, submittedAt, placementRegionId }) => ({
    id,
    reference: reference(referenceNumber),
    submittedAt,
    probationRegionId: placementRegionId,
  })),
});

/** One application as JSON text: the answers in it are the text that was sent. */
export const toApplication = (application: Application, person: Person, others: readonly OtherReferral[]): string =>
  withJsonText(
    {
      ...toSummary(application, person),
      offenceId: application.offenceId,
      arrivalDate: midnightUtc(application.arrivalDate),
      assessmentId: application.submittedAt ? assessmentIdOf(application.id) : null,
      assessmentDecision: application.assessmentDecision,
      risksChanged: application.risksChanged,
      ...factsOf(application),
      ...laterOf(application, others),
    },
    {
      data: application.data,
      document: application.document,
      readableCopy: application.readableCopy,
      summaryData: application.summaryData,
    },
  );
