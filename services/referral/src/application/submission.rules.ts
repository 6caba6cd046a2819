import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { invalid, invalidField } from '@throughcare/platform/errors';
import { requireDraft, type Stage } from './draft.rules';

export interface Draft extends Stage {
  readonly id: string;
  readonly crn: string;
  readonly nomsNumber: string | null;
  readonly eventNumber: string;
  readonly createdByUserId: string;
  readonly data: string | null;
  readonly revision: number;
}

export interface Submission {
  readonly arrivalDate: string;
  readonly personReleaseDate?: string | null;
  readonly probationDeliveryUnitId: string;
  readonly outOfRegionProbationRegionId?: string | null;
  readonly outOfRegionPduId?: string | null;
  readonly isRegisteredSexOffender?: boolean | null;
  readonly isHistoryOfSexualOffence?: boolean | null;
  readonly isConcerningSexualBehaviour?: boolean | null;
}

export interface Submitter {
  readonly username: string;
  readonly regionId: string;
  readonly staffCode?: string | undefined;
  readonly regionCode?: string | undefined;
}

/** Events are stricter than requests about what an id is. */
const isEventId = (value: unknown): value is string =>
  ReferralSubmitted.data.shape.probationRegionId.safeParse(value).success;

const idFields = ['probationDeliveryUnitId', 'outOfRegionProbationRegionId', 'outOfRegionPduId'] as const;

const requireIds = (submission: Submission): void => {
  const broken = idFields.filter((field) => submission[field] != null && !isEventId(submission[field]));
  if (broken.length > 0) {
    throw invalid('INVALID_FIELD', {
      invalidParams: broken.map((field) => ({ propertyName: `$.${field}`, errorType: 'invalid' })),
    });
  }
};

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** Another PDU of the home region is only among the answers: the form never sends it beside them. */
export const pduChosenInOwnRegion = (data: string): string | undefined => {
  const page = member(member(JSON.parse(data), 'placement-location'), 'alternative-pdu');
  const pduId = member(page, 'pduId');
  return member(page, 'alternativePdu') === 'yes' && isEventId(pduId) ? pduId : undefined;
};

/** Where the practitioner works, and where the person is to live; both are kept, so that neither list is wrong. */
export const placementOf = (submission: Submission, data: string, submitter: Pick<Submitter, 'regionId'>) => {
  const regionId = submission.outOfRegionProbationRegionId ?? submitter.regionId;
  const chosenAtHome = regionId === submitter.regionId ? pduChosenInOwnRegion(data) : undefined;
  return {
    homeRegionId: submitter.regionId,
    homePduId: submission.probationDeliveryUnitId,
    placementRegionId: regionId,
    placementPduId: submission.outOfRegionPduId ?? chosenAtHome ?? submission.probationDeliveryUnitId,
  };
};

const sexualRisk = (submission: Submission) =>
  Boolean(
    submission.isRegisteredSexOffender || submission.isHistoryOfSexualOffence || submission.isConcerningSexualBehaviour,
  );

/** nDelius refuses a member of staff of whom it does not know both codes. */
const submittedBy = ({ staffCode, regionCode, username }: Submitter) =>
  staffCode && regionCode ? { staffCode, username, probationRegionCode: regionCode } : undefined;

/** Freezes the answers and hands the person over to the homelessness prevention team of the placement region. */
export const submit = (application: Draft, submission: Submission, submitter: Submitter, now: Date) => {
  requireDraft(application);
  if (application.data === null) throw invalidField('$.data', 'empty');
  requireIds(submission);
  const place = placementOf(submission, application.data, submitter);
  const event = ReferralSubmitted.of({
    applicationId: application.id,
    crn: application.crn,
    nomsNumber: application.nomsNumber ?? undefined,
    eventNumber: application.eventNumber,
    submittedAt: now.toISOString(),
    probationRegionId: place.placementRegionId,
    probationDeliveryUnitId: place.placementPduId,
    homeProbationRegionId: place.homeRegionId,
    homeProbationDeliveryUnitId: place.homePduId,
    accommodationRequiredFromDate: submission.arrivalDate,
    releaseDate: submission.personReleaseDate ?? undefined,
    sexualRisk: sexualRisk(submission),
    createdByUserId: application.createdByUserId,
    submittedBy: submittedBy(submitter),
  });
  return {
    changes: { ...place, submittedAt: now, revision: application.revision + 1 },
    events: [event],
  };
};
