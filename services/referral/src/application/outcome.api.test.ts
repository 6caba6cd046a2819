import { AssessmentAllocated } from '@throughcare/events/assessment-allocated.v1';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { AssessmentDeallocated } from '@throughcare/events/assessment-deallocated.v1';
import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { assessmentIdOf } from '@throughcare/events/ids';
import { anEvent, resetKeys } from '@throughcare/platform/testing';
import { ReferralApp, staff, type ApplicationJson } from '../testing/referral-app';
import { OutcomeEvents } from './outcome.events';

let referral: ReferralApp;
let handlers: OutcomeEvents;
beforeAll(async () => {
  referral = await ReferralApp.start();
  handlers = referral.test.app.get(OutcomeEvents);
});
afterAll(() => referral?.close());

const read = async (id: string) =>
  (await (await referral.as(staff.referrer)).get<ApplicationJson>(`/cas3/applications/${id}`)).body;
const factsOf = (applicationId: string) => ({ applicationId, assessmentId: assessmentIdOf(applicationId) });

const allocated = (id: string, version: number) =>
  referral.deliver(handlers.apply.bind(handlers), anEvent(AssessmentAllocated, factsOf(id), version));
const deallocated = (id: string, version: number) =>
  referral.deliver(handlers.apply.bind(handlers), anEvent(AssessmentDeallocated, factsOf(id), version));
const ready = (id: string, version: number) =>
  referral.deliver(handlers.apply.bind(handlers), anEvent(AssessmentReadyToPlace, factsOf(id), version));
const rejected = (id: string, version: number) =>
  referral.deliver(handlers.apply.bind(handlers), anEvent(AssessmentRejected, factsOf(id), version));
const closed = (id: string, version: number) =>
  referral.deliver(handlers.apply.bind(handlers), anEvent(AssessmentClosed, factsOf(id), version));

describe('what the referrer sees of the assessment', () => {
  it('follows its events', async () => {
    const id = await referral.submitted();
    const seen: unknown[] = [];
    const steps = [allocated, ready, closed, ready, rejected, deallocated];
    for (const [index, step] of steps.entries()) {
      await step(id, index + 1);
      const { status, assessmentDecision } = await read(id);
      seen.push([status, assessmentDecision]);
    }
    expect(seen).toEqual([
      ['submitted', null],
      ['submitted', 'accepted'],
      ['submitted', 'accepted'],
      ['submitted', 'accepted'],
      ['rejected', 'rejected'],
      ['submitted', null],
    ]);
  });

  it('F-075: is repaired by a reset of the person, from history', async () => {
    const id = await referral.submitted();
    await ready(id, 1);
    const { db } = referral.test;
    const [row] = await db.query<{ crn: string }[]>('select crn from application where id = $1', [id]);
    await db.query(`update application set assessment_decision = 'rejected', outcome_version = 99 where id = $1`, [id]);
    await resetKeys(referral.test, 'referral.outcome', [row?.crn ?? '']);
    expect(await read(id)).toMatchObject({ assessmentDecision: null });
    await ready(id, 1);
    expect(await read(id)).toMatchObject({ assessmentDecision: 'accepted' });
  });

  it('is the newest word, whatever comes late or twice', async () => {
    const id = await referral.submitted();
    await rejected(id, 2);
    await allocated(id, 1);
    await rejected(id, 2);
    expect(await read(id)).toMatchObject({ status: 'rejected', assessmentDecision: 'rejected' });
  });

  it('is in the list too', async () => {
    const id = await referral.submitted();
    await rejected(id, 1);
    const { body } = await (await referral.as(staff.referrer)).get<ApplicationJson[]>('/cas3/applications');
    expect(body.find((application) => application.id === id)?.status).toBe('rejected');
  });

  it('is not taken for an application that is not there: the event is tried again', async () => {
    await expect(allocated('00000000-0000-4000-8000-000000000000', 1)).rejects.toMatchObject({ kind: 'not-found' });
  });
});
