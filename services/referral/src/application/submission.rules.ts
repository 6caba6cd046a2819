import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { londonDate, type Day } from '@throughcare/base/calendar';
import { invalid, invalidField, type InvalidParam } from '@throughcare/base/errors';
import { derivedFrom, hasConsent, summaryFrom, type DerivedFields } from '../form/derived.rules';
import { factsFor } from '../form/facts.rules';
import { placesIn } from '../form/places.rules';
import { readableCopy } from '../form/readable.rules';
import { referenceOf } from './reference.rules';
import type { AnswerProblem } from '@throughcare/forms/form';
import { problemsIn } from '../form/problems.rules';
import { requireDraft, type Stage } from './draft.rules';
import { differing, idProblems, valueProblems, type Submission } from './sent-values.rules';

export interface Draft extends Stage {
  readonly id: string;
  readonly crn: string;
  readonly nomsNumber: string | null;
  readonly eventNumber: string;
  readonly createdByUserId: string;
  readonly data: string | null;
  readonly revision: number;
  readonly referenceNumber?: number | null;
  readonly createdAt: Date;
  readonly prisonId?: string | null;
  readonly copiedFromApplicationId?: string | null;
}

export interface Submitter {
  readonly username: string;
  readonly regionId: string;
  readonly staffCode?: string | undefined;
  readonly regionCode?: string | undefined;
}

const NAMED_PAGES = 12;

/** Names tasks, pages and questions, which are the form's own words, and never an answer. */
export const incomplete = (answers: readonly AnswerProblem[], sent: readonly InvalidParam[]) => {
  const pages = [...new Set(answers.map(({ task, page }) => `${task}/${page}`))];
  const more = pages.length > NAMED_PAGES ? ` and ${pages.length - NAMED_PAGES} more` : '';
  const invalidAnswers = answers.map(({ task, page, field, errorType }) => ({
    propertyName: ['$.data', task, page, ...(field ? [field] : [])].join('.'),
    errorType,
  }));
  return invalid('REFERRAL_INCOMPLETE', {
    detail: `Some answers are missing or cannot be right. Look at these pages: ${pages.slice(0, NAMED_PAGES).join(', ')}${more}`,
    ...(sent.length > 0 && { invalidParams: sent }),
    invalidAnswers,
  });
};

/** Both dates may have been sound when they were typed; together they are checked here, in the words clients know. */
export const requirePair = ({ personReleaseDate, arrivalDate }: DerivedFields): void => {
  if (personReleaseDate === null || personReleaseDate <= arrivalDate) return;
  const detail = `Release date cannot be after accommodation required from date: ${arrivalDate}`;
  throw invalid('RELEASE_AFTER_REQUIRED_FROM', { detail });
};

/** A referral of somebody who did not consent is not for an assessor to find out. */
export const requireConsent = (data: unknown): void => {
  if (!hasConsent(data)) {
    throw invalid('CONSENT_NOT_GIVEN', {
      detail: 'The person has not consented to this accommodation. Record their consent, then submit again',
    });
  }
};

/** Nor one of somebody who cannot have a place of this service. */
const requireGates = (data: unknown, submission: Submission): void => {
  requireConsent(data);
  if (submission.isApplicationEligible === false) {
    throw invalid('REFERRAL_NOT_ELIGIBLE', { detail: 'The person is not eligible for this accommodation' });
  }
};

/** Reads a whole referral out of the answers, or refuses with everything that is wrong. */
const referralIn = (data: unknown, submission: Submission, homeRegionId: string, today: Day) => {
  const sent = [...idProblems(submission, homeRegionId), ...valueProblems(submission, today)];
  const answers = problemsIn(data, homeRegionId, today);
  if (answers.length > 0) throw incomplete(answers, sent);
  if (sent.length > 0) throw invalid('INVALID_FIELD', { invalidParams: sent });
  requireGates(data, submission);
  const derived = derivedFrom(data);
  requirePair(derived);
  const { places } = placesIn(data, homeRegionId);
  if (!places) throw invalidField('$.data', 'invalid');
  return { derived, places };
};

export const sexualRisk = (derived: DerivedFields): boolean =>
  [derived.isRegisteredSexOffender, derived.isHistoryOfSexualOffence, derived.isConcerningSexualBehaviour].includes(
    true,
  );

/** nDelius refuses a member of staff of whom it does not know both codes. */
const submittedBy = ({ staffCode, regionCode, username }: Submitter) =>
  staffCode && regionCode ? { staffCode, username, probationRegionCode: regionCode } : undefined;

/** Freezes the answers and hands the person over to the homelessness prevention team of the placement region. */
export const submit = (application: Draft, submission: Submission, submitter: Submitter, now: Date) => {
  requireDraft(application);
  if (application.data === null) throw invalidField('$.data', 'empty');
  const data: unknown = JSON.parse(application.data);
  const { derived, places } = referralIn(data, submission, submitter.regionId, londonDate(now));
  const event = ReferralSubmitted.of({
    applicationId: application.id,
    crn: application.crn,
    nomsNumber: application.nomsNumber ?? undefined,
    eventNumber: application.eventNumber,
    submittedAt: now.toISOString(),
    probationRegionId: places.placementRegionId,
    probationDeliveryUnitId: places.placementPduId,
    homeProbationRegionId: places.homeRegionId,
    homeProbationDeliveryUnitId: places.homePduId,
    accommodationRequiredFromDate: derived.arrivalDate,
    releaseDate: derived.personReleaseDate ?? undefined,
    sexualRisk: sexualRisk(derived),
    ...(application.referenceNumber != null && { reference: referenceOf(application.referenceNumber) }),
    startedAt: application.createdAt.toISOString(),
    eligibilityReason: ReferralSubmitted.data.shape.eligibilityReason.safeParse(derived.eligibilityReason).data,
    createdByUserId: application.createdByUserId,
    prisonId: application.prisonId ?? undefined,
    copiedFromApplicationId: application.copiedFromApplicationId ?? undefined,
    submittedBy: submittedBy(submitter),
  });
  return {
    changes: {
      ...places,
      ...derived,
      readableCopy: readableCopy(data, factsFor(data, submitter.regionId, londonDate(now))),
      submittedAt: now,
      revision: application.revision + 1,
    },
    events: [event],
    differing: differing(submission, derived, places),
    summary: summaryFrom(data),
  };
};
