import { assessmentIdOf, newId } from '@throughcare/events/ids';
import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonUnmerged } from '@throughcare/events/person-unmerged.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { NumberEvents } from '@throughcare/platform/numbers';
import { anEvent } from '@throughcare/platform/testing';
import { AssessmentApp, staff } from '../testing/assessment-app';
import { ReferralEvents } from './referral.events';

let app: AssessmentApp;
let numbers: NumberEvents;
let referrals: ReferralEvents;
beforeAll(async () => {
  app = await AssessmentApp.start();
  numbers = app.test.app.get(NumberEvents);
  referrals = app.test.app.get(ReferralEvents);
});
afterAll(() => app?.close());

const merge = { numberType: 'crn', from: 'X960001', into: 'X960002' } as const;
const merged = () => app.deliver(numbers.follow.bind(numbers), anEvent(PersonMerged, merge));
const unmerged = () => app.deliver(numbers.follow.bind(numbers), anEvent(PersonUnmerged, merge, 2));
const intake = async () => {
  const applicationId = newId();
  await app.deliver(
    referrals.submitted.bind(referrals),
    anEvent(ReferralSubmitted, { applicationId, crn: merge.from }),
  );
  return assessmentIdOf(applicationId);
};
const crnOf = async (id: string) =>
  (await app.test.db.query<{ crn: string }[]>('select crn from assessment where id = $1', [id]))[0]?.crn;

it('F-023: an assessment goes with the CRN that stays, also when its referral is heard after the merge, and back', async () => {
  const before = await intake();
  await merged();
  const after = await intake();
  expect([await crnOf(before), await crnOf(after)]).toEqual(['X960002', 'X960002']);
  await unmerged();
  expect([await crnOf(before), await crnOf(after)]).toEqual(['X960001', 'X960001']);
});

it('an assessment is ordered by the CRN it was opened with, also after a merge', async () => {
  const data = { applicationId: newId(), crn: 'X960003' };
  await app.deliver(referrals.submitted.bind(referrals), anEvent(ReferralSubmitted, data));
  const id = assessmentIdOf(data.applicationId);
  const api = await app.as(staff.assessor);
  await api.post(`/cas3/assessments/${id}/reallocateToMe`, {});
  const both = { numberType: 'crn', from: 'X960003', into: 'X960004' } as const;
  await app.deliver(numbers.follow.bind(numbers), anEvent(PersonMerged, both));
  await api.post(`/cas3/assessments/${id}/acceptance`, {});
  expect((await app.published(id)).map(({ key, version }) => [key, version])).toEqual([
    ['X960003', 1],
    ['X960003', 2],
  ]);
});
