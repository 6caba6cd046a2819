import { readDay } from '@throughcare/forms/answers.rules';
import { asked } from './referral-form';
import { releaseTypes } from './release-types';

/** What lists, events and reports need of the answers. Null: the form did not ask. */
export interface DerivedFields {
  readonly arrivalDate: string;
  readonly personReleaseDate: string | null;
  readonly prisonReleaseTypes: string[];
  readonly isRegisteredSexOffender: boolean | null;
  readonly isHistoryOfSexualOffence: boolean | null;
  readonly isConcerningSexualBehaviour: boolean | null;
  readonly hasHistoryOfArson: boolean | null;
  readonly isConcerningArsonBehaviour: boolean | null;
  readonly needsAccessibleProperty: boolean | null;
  readonly isDutyToReferSubmitted: boolean | null;
  readonly dutyToReferSubmissionDate: string | null;
  readonly dutyToReferLocalAuthorityAreaName: string | null;
  readonly dutyToReferOutcome: string | null;
  readonly isApplicationEligible: boolean;
  readonly eligibilityReason: string | null;
}

const isYes = (value: unknown): boolean | null => (value === 'yes' ? true : value === 'no' ? false : null);
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value.trim() : null);

const OFFENCES = 'offence-and-behaviour-summary';
const REFERRALS = 'accommodation-referral-details';
const NEEDS = 'disability-cultural-and-specific-needs';

/** Computed from the answers, as the form's own clients compute them. Only pages that the answers lead to count. */
export const derivedFrom = (data: unknown): DerivedFields => {
  const offence = (page: string, field: string) => isYes(asked(data, OFFENCES, page, field));
  const duty = (field: string) => asked(data, REFERRALS, 'dtr-details', field);
  const reason = textOf(asked(data, 'eligibility', 'eligibility-reason', 'reason'));
  const types = asked(data, 'sentence-information', 'release-type', 'releaseTypes');
  const date = (page: string, field: string) => readDay(asked(data, 'eligibility', page, field));
  return {
    arrivalDate: date('accommodation-required-from-date', 'accommodationRequiredFromDate') ?? '',
    personReleaseDate: date('release-date', 'releaseDate') ?? null,
    prisonReleaseTypes: Array.isArray(types) ? types.flatMap((type: string) => releaseTypes[type] ?? []) : [],
    isRegisteredSexOffender: offence('registered-sex-offender', 'registeredSexOffender'),
    isHistoryOfSexualOffence: offence('history-of-sexual-offence', 'historyOfSexualOffence'),
    isConcerningSexualBehaviour: offence('concerning-sexual-behaviour', 'concerningSexualBehaviour'),
    hasHistoryOfArson: offence('history-of-arson-offence', 'historyOfArsonOffence'),
    isConcerningArsonBehaviour: offence('concerning-arson-behaviour', 'concerningArsonBehaviour'),
    needsAccessibleProperty: isYes(
      asked(data, NEEDS, 'property-attributes-or-adaptations', 'propertyAttributesOrAdaptations'),
    ),
    isDutyToReferSubmitted: isYes(asked(data, REFERRALS, 'dtr-submitted', 'dtrSubmitted')),
    dutyToReferSubmissionDate: readDay(duty('date')) ?? null,
    dutyToReferLocalAuthorityAreaName: textOf(duty('localAuthorityAreaName')),
    dutyToReferOutcome: textOf(duty('dutyToReferOutcome')),
    isApplicationEligible: reason !== null,
    eligibilityReason: reason,
  };
};

const RELEASED_FROM: Readonly<Record<string, string>> = {
  homelessFromCustody: 'Custody',
  homelessFromApprovedPremises: 'Approved Premises',
  homelessFromBailAccommodation: 'CAS2 (formerly Bail Accommodation Support Services)',
};

/** What the assessor reads at the head of a referral. */
export const summaryFrom = (data: unknown) => {
  const considered = (page: string, field: string) => asked(data, 'placement-considerations', page, field);
  const reason = textOf(asked(data, 'eligibility', 'eligibility-reason', 'reason'));
  return {
    isAbleToShare: isYes(considered('accommodation-sharing', 'accommodationSharing')),
    releaseType: RELEASED_FROM[reason ?? ''] ?? null,
    safetyPlanShared: considered('rosh-level', 'safetyPlanCompleted') === 'yesAndConsentToShareHasBeenGiven',
    riskToSelfConcerns: considered('rosh-level', 'riskToSelfConcerns') === 'yes',
  };
};

/** Consent was given for a place of this service. */
export const hasConsent = (data: unknown): boolean => asked(data, 'consent', 'consent-given', 'consentGiven') === 'yes';
