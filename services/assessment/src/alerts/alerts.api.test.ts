import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonReceived } from '@throughcare/events/person-received.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { PersonUnmerged } from '@throughcare/events/person-unmerged.v1';
import { NumberEvents } from '@throughcare/platform/numbers';
import { anEvent } from '@throughcare/platform/testing';
import { CustodyEvents } from '../intake/custody.events';
import { AssessmentApp, aPerson, staff } from '../testing/assessment-app';

let app: AssessmentApp;
let custody: CustodyEvents;
beforeAll(async () => {
  app = await AssessmentApp.start();
  custody = app.test.app.get(CustodyEvents);
});
afterAll(() => app?.close());

let n = 0;
const aReferral = async () => {
  n += 1;
  const [crn, nomsNumber] = [`X72000${n}`, `A72${n}0AA`];
  app.gateway.people.set(crn, aPerson(crn));
  const submittedAt = '2027-04-20T10:00:00.000Z';
  const dates = { releaseDate: '2027-05-14', accommodationRequiredFromDate: '2027-05-14' };
  return { id: await app.inState('ready_to_place', { crn, nomsNumber, submittedAt, ...dates }), crn, nomsNumber };
};
const hear = (event: Parameters<CustodyEvents['moved']>[0]) => app.deliver(custody.moved.bind(custody), event);
const out = (nomsNumber: string, day: string) =>
  anEvent(PersonReleased, { nomsNumber, occurredAt: `${day}T09:00:00.000Z`, verifiedAt: `${day}T10:00:00.000Z` });
const into = (nomsNumber: string, day: string, over = {}) =>
  anEvent(PersonReceived, {
    nomsNumber,
    occurredAt: `${day}T09:00:00.000Z`,
    verifiedAt: `${day}T10:00:00.000Z`,
    ...over,
  });
const alerts = async (id: string) =>
  (await (await app.as(staff.assessor)).get<{ alert: string; kind: string }[]>(`/cas3/assessments/${id}/alerts`)).body;
const kinds = async (id: string) => (await alerts(id)).map(({ kind }) => kind);

it('B6.2: an early release is one alert however often it is heard, in the queue too, and goes with the dates', async () => {
  const { id, crn, nomsNumber } = await aReferral();
  for (let heard = 0; heard < 3; heard += 1) await hear(out(nomsNumber, '2027-05-12'));
  expect(await alerts(id)).toMatchObject([
    { alert: 'released-2027-05-12', message: expect.stringContaining('2 nights without a bed') },
  ]);
  const api = await app.as(staff.assessor);
  const row = async () => (await api.get<{ alerts: string[] }[]>(`/cas3/assessments?crnOrName=${crn}`)).body[0]?.alerts;
  expect(await row()).toEqual(['released-before-place']);
  expect(await app.row(id)).toMatchObject({ status: 'ready_to_place' }); // nothing is changed by itself
  await api.put(`/cas3/assessments/${id}`, { releaseDate: '2027-05-12', accommodationRequiredFromDate: '2027-05-12' });
  expect(await alerts(id)).toEqual([]);
  expect(await row()).toEqual([]);
});

it('a recall is an alert until the person is released again, whichever is heard first', async () => {
  const [one, other] = [await aReferral(), await aReferral()];
  await hear(into(one.nomsNumber, '2027-05-01', { recall: true }));
  expect(await kinds(one.id)).toEqual(['recalled']);
  await hear(out(one.nomsNumber, '2027-05-14'));
  expect(await kinds(one.id)).toEqual([]);
  await hear(out(other.nomsNumber, '2027-05-14'));
  await hear(into(other.nomsNumber, '2027-05-01', { recall: true }));
  expect(await kinds(other.id)).toEqual([]);
});

it('a return from court, or a move to another prison, is none', async () => {
  const { id, nomsNumber } = await aReferral();
  await hear(into(nomsNumber, '2027-05-01', { kind: 'RETURN_FROM_COURT' }));
  expect(await kinds(id)).toEqual([]);
});

it('merged records are an alert until the merge is undone', async () => {
  const { id, crn } = await aReferral();
  app.gateway.people.set('X729999', aPerson('X729999'));
  const numbers = app.test.app.get(NumberEvents);
  const merge = { numberType: 'crn' as const, from: crn, into: 'X729999' };
  await app.deliver(numbers.follow.bind(numbers), anEvent(PersonMerged, merge, 1));
  expect(await alerts(id)).toMatchObject([{ alert: `merged-${crn}`, kind: 'records-merged' }]);
  await app.deliver(numbers.follow.bind(numbers), anEvent(PersonUnmerged, merge, 2));
  expect(await alerts(id)).toEqual([]);
});

it('a prison number that is merged takes the alert with it', async () => {
  const { id, nomsNumber } = await aReferral();
  const numbers = app.test.app.get(NumberEvents);
  await hear(into(nomsNumber, '2027-05-01', { recall: true }));
  const merge = { numberType: 'noms' as const, from: nomsNumber, into: 'A7299AA' };
  await app.deliver(numbers.follow.bind(numbers), anEvent(PersonMerged, merge, 1));
  expect(await kinds(id)).toEqual(['recalled']);
  await hear(out(nomsNumber, '2027-05-14')); // an older message may still name the number that went
  expect(await kinds(id)).toEqual([]);
});

it('one that was dealt with is gone, twice is once, and news of the same kind is a new one', async () => {
  const { id, nomsNumber } = await aReferral();
  await hear(into(nomsNumber, '2027-05-01'));
  const api = await app.as(staff.assessor);
  const deal = async (alert: string) =>
    (await api.post(`/cas3/assessments/${id}/alerts/acknowledgements`, { alert })).status;
  expect(await deal('received-2027-05-01')).toBe(204);
  expect(await deal('received-2027-05-01')).toBe(204);
  expect(await alerts(id)).toEqual([]);
  expect(await deal('received-2027-05-02')).toBe(404);
  await hear(into(nomsNumber, '2027-05-03'));
  expect(await alerts(id)).toMatchObject([{ alert: 'received-2027-05-03' }]);
});
