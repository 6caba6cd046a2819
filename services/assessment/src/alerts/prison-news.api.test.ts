import { PersonDied } from '@throughcare/events/person-died.v1';
import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonReceived } from '@throughcare/events/person-received.v1';
import { ReleaseDateChanged } from '@throughcare/events/release-date-changed.v1';
import { NumberEvents } from '@throughcare/platform/numbers';
import { anEvent } from '@throughcare/platform/testing';
import { CustodyEvents } from '../intake/custody.events';
import { ReleaseDateEvents } from '../intake/release-date.events';
import { AssessmentApp, aPerson, staff } from '../testing/assessment-app';

let app: AssessmentApp;
beforeAll(async () => {
  app = await AssessmentApp.start();
});
afterAll(() => app?.close());

let n = 0;
const aReferral = async () => {
  n += 1;
  const [crn, nomsNumber] = [`X73000${n}`, `A73${n}0AA`];
  app.gateway.people.set(crn, aPerson(crn));
  const submittedAt = '2027-04-20T10:00:00.000Z';
  const dates = { releaseDate: '2027-05-14', accommodationRequiredFromDate: '2027-05-14' };
  return { id: await app.inState('ready_to_place', { crn, nomsNumber, submittedAt, ...dates }), nomsNumber };
};
const alerts = async (id: string) =>
  (await (await app.as(staff.assessor)).get<{ alert: string }[]>(`/cas3/assessments/${id}/alerts`)).body.map(
    ({ alert }) => alert,
  );
const dateIs = (nomsNumber: string, releaseDate: string | undefined, changedAt: string) => {
  const events = app.test.app.get(ReleaseDateEvents);
  const data = { nomsNumber, releaseDate, kind: releaseDate ? ('conditional' as const) : ('none' as const), changedAt };
  return app.deliver(events.changed.bind(events), anEvent(ReleaseDateChanged, data));
};
const custody = (event: Parameters<CustodyEvents['moved']>[0]) => {
  const events = app.test.app.get(CustodyEvents);
  return app.deliver(events.moved.bind(events), event);
};
const times = (day: string) => ({ occurredAt: `${day}T04:00:00.000Z`, verifiedAt: `${day}T10:00:00.000Z` });

it('another release date of the prison is one alert, whichever word comes first, and goes when the dates are changed', async () => {
  const { id, nomsNumber } = await aReferral();
  for (let heard = 0; heard < 2; heard += 1) await dateIs(nomsNumber, '2027-05-20', '2027-05-02T10:00:00.000Z');
  await dateIs(nomsNumber, '2027-05-17', '2027-05-01T10:00:00.000Z');
  expect(await alerts(id)).toEqual(['release-date-2027-05-20']);
  const dates = { releaseDate: '2027-05-20', accommodationRequiredFromDate: '2027-05-20' };
  expect((await (await app.as(staff.assessor)).put(`/cas3/assessments/${id}`, dates)).status).toBe(200);
  expect(await alerts(id)).toEqual([]);
  await dateIs(nomsNumber, undefined, '2027-05-03T10:00:00.000Z');
  expect(await alerts(id)).toEqual(['release-date-none']);
});

it('a prison number that is merged takes the date with it', async () => {
  const { id, nomsNumber } = await aReferral();
  await dateIs(nomsNumber, '2027-05-20', '2027-05-02T10:00:00.000Z');
  const numbers = app.test.app.get(NumberEvents);
  const merge = { numberType: 'noms' as const, from: nomsNumber, into: 'A7399AA' };
  await app.deliver(numbers.follow.bind(numbers), anEvent(PersonMerged, merge, 1));
  expect(await alerts(id)).toEqual(['release-date-2027-05-20']);
});

it('a death is an alert, until the prison says that it was a mistake', async () => {
  const { id, nomsNumber } = await aReferral();
  const death = anEvent(PersonDied, { nomsNumber, ...times('2027-05-02') });
  await custody(death);
  await custody(death);
  expect(await alerts(id)).toEqual(['died-2027-05-02']);
  await custody(anEvent(PersonReceived, { nomsNumber, ...times('2027-05-01') }));
  expect(await alerts(id)).toEqual(['died-2027-05-02']);
  await custody(anEvent(PersonReceived, { nomsNumber, ...times('2027-05-03') }));
  expect(await alerts(id)).toEqual(['received-2027-05-03']);
});
