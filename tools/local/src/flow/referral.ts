// How a practitioner refers someone and an assessor takes the referral on: the calls a front end makes, in its order.
import { assessmentIdOf } from '@throughcare/events/ids';
import {
  completeAnswers,
  completeSubmission,
  type ReferralFacts,
} from '@throughcare/platform/testing/complete-referral';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, Refused } from '../api';

export interface Wish {
  readonly crn: string;
  readonly unitId: string;
  /** London days. */
  readonly arrivalDate: string;
  readonly releaseDate: string;
}

/** The index offence as nDelius numbers it; any will do for synthetic people. */
const offence = { convictionId: 2500295345, deliusEventNumber: '1', offenceId: 'M2500295343' };

/** The name is only read; any will do beside the id. */
const factsOf = ({ unitId, arrivalDate, releaseDate }: Wish): ReferralFacts => ({
  unit: { id: unitId, name: 'Own unit' },
  releaseDate,
  requiredFrom: arrivalDate,
});

export const createReferral = async (api: Api, referrer: string, crn: string) => {
  const { body } = await api.call<{ id: string }>(referrer, 'POST', '/cas3/applications?createWithRisks=true', {
    crn,
    ...offence,
  });
  return body.id;
};

export const saveReferral = async (api: Api, referrer: string, id: string, wish: Wish) => {
  const path = `/cas3/applications/${id}`;
  const { headers } = await api.call(referrer, 'GET', path);
  const etag = headers.get('etag');
  await api.call(referrer, 'PUT', path, { data: completeAnswers(factsOf(wish)) }, etag ? { 'if-match': etag } : {});
};

export const submissionOf = (wish: Wish) => completeSubmission(factsOf(wish));

export const submitReferral = (api: Api, referrer: string, id: string, wish: Wish) =>
  api.post(referrer, `/cas3/applications/${id}/submission`, submissionOf(wish));

export interface Assessment {
  readonly id: string;
  readonly status: string;
}

/** The assessment follows its referral by an event: it is there soon, not at once. */
export const assessmentOf = async (
  api: Api,
  assessor: string,
  applicationId: string,
  withinMs = 30_000,
): Promise<Assessment> => {
  const path = `/cas3/assessments/${assessmentIdOf(applicationId)}`;
  for (const end = Date.now() + withinMs; ; await sleep(100)) {
    try {
      return await api.get<{ id: string; status: string }>(assessor, path);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 404 || Date.now() > end) throw error;
    }
  }
};

export const allocate = (api: Api, assessor: string, assessmentId: string) =>
  api.post(assessor, `/tasks/assessment/${assessmentId}/allocations`);

export const accept = (api: Api, assessor: string, assessmentId: string) =>
  api.post(assessor, `/cas3/assessments/${assessmentId}/acceptance`, { document: {} });

export const reject = (api: Api, assessor: string, assessmentId: string, referralRejectionReasonId: string) =>
  api.post(assessor, `/cas3/assessments/${assessmentId}/rejection`, {
    document: {},
    rejectionRationale: 'default',
    referralRejectionReasonId,
    isWithdrawn: false,
  });
