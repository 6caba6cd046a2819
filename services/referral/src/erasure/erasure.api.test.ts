import { PersonErased } from '@throughcare/events/person-erased.v1';
import { anEvent } from '@throughcare/platform/testing';
import { ErasureEvents } from '@throughcare/platform/erasure';
import { ReferralApp, aPerson, staff, theAnswers } from '../testing/referral-app';

let referral: ReferralApp;
beforeAll(async () => {
  referral = await ReferralApp.start();
});
afterAll(() => referral?.close());

const [CRN, OTHER] = ['X920001', 'X920002'];
const erase = () => {
  const handlers = referral.test.app.get(ErasureEvents);
  return referral.deliver(handlers.erased.bind(handlers), anEvent(PersonErased, { crn: CRN, nomsNumber: 'A9001AA' }));
};
/** Every table but the log of events and who looked at whom, as text. */
const everything = async () => {
  const tables = await referral.test.db.query<{ table_name: string }[]>(
    `select table_name from information_schema.tables
      where table_schema = 'referral' and table_name ~ '^(application|draft|merged|renumbered)' order by 1`,
  );
  const rows = [];
  for (const { table_name: table } of tables)
    rows.push(await referral.test.db.query(`select * from ${table} order by 1`));
  return JSON.stringify(rows);
};

it('takes the person out of every referral, again too; region, dates and what was decided are counted', async () => {
  for (const crn of [CRN, OTHER])
    referral.gateway.people.set(crn, aPerson(crn, { nomsNumber: `A${crn.slice(3)}BC`.slice(0, 7) }));
  await referral.draft(staff.referrer, CRN, theAnswers());
  const [id, other] = [
    await referral.submitted(staff.referrer, {}, CRN),
    await referral.submitted(staff.referrer, {}, OTHER),
  ];
  await (
    await referral.as(staff.referrer)
  ).post(`/cas3/applications/${id}/amendments`, {
    reason: 'Told by the person',
    data: theAnswers({ 'sentence-information/offending-summary': { summary: 'Another summary' } }),
  });
  await erase();
  await erase();
  expect(await everything()).not.toMatch(new RegExp(`${CRN}|Another summary|Told by the person`));
  const rows = await referral.test.db.query(
    `select id, crn, data, placement_region_id is not null as placed, arrival_date is not null as dated, submitted_at is not null as sent
       from application where erased_at is not null order by id`,
  );
  expect(rows).toEqual([
    { id, crn: expect.stringMatching(/^ERASED-/), data: '{}', placed: true, dated: true, sent: true },
  ]);
  const api = await referral.as(staff.referrer);
  expect((await api.get(`/cas3/applications/${id}`)).status).toBe(404);
  const list = await api.get<{ id: string }[]>('/cas3/applications');
  expect(list.body.map((one) => one.id)).toEqual([other]);
  expect(await referral.test.db.query('select aggregate_id from silent_change order by 1')).toEqual([]);
});
