import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonUnmerged } from '@throughcare/events/person-unmerged.v1';
import { NumberEvents } from '@throughcare/platform/numbers';
import { anEvent, publishedBy } from '@throughcare/platform/testing';
import { aPerson, ReferralApp, staff, type ApplicationJson } from '../testing/referral-app';

let referral: ReferralApp;
let events: NumberEvents;
beforeAll(async () => {
  referral = await ReferralApp.start();
  events = referral.test.app.get(NumberEvents);
  for (const crn of ['X950001', 'X950002']) referral.gateway.people.set(crn, aPerson(crn));
});
afterAll(() => referral?.close());

const merge = { numberType: 'crn', from: 'X950001', into: 'X950002' } as const;
const merged = () => referral.deliver(events.follow.bind(events), anEvent(PersonMerged, merge));
const unmerged = () => referral.deliver(events.follow.bind(events), anEvent(PersonUnmerged, merge, 2));
const crnOf = async (id: string) =>
  (await (await referral.as(staff.referrer)).get<ApplicationJson>(`/cas3/applications/${id}`)).body.person.crn;

describe('F-023: the application of a person whose CRN is merged', () => {
  it('goes with the CRN that stays, submitted or not, and back when that is undone', async () => {
    const [draft, submitted] = [
      await referral.draft(staff.referrer, 'X950001'),
      await referral.submitted(staff.referrer, {}, 'X950001'),
    ];
    await merged();
    expect([await crnOf(draft), await crnOf(submitted)]).toEqual(['X950002', 'X950002']);
    await unmerged();
    expect([await crnOf(draft), await crnOf(submitted)]).toEqual(['X950001', 'X950001']);
  });

  it('is ordered by the CRN it was begun with', async () => {
    const draft = await referral.draft(staff.referrer, 'X950001');
    await merged();
    expect((await (await referral.as(staff.referrer)).delete(`/cas3/applications/${draft}`)).status).toBe(200);
    expect((await publishedBy(referral.test, draft)).map(({ key, version }) => [key, version])).toEqual([
      ['X950001', 1],
    ]);
    await unmerged();
  });

  it('is not given to another person in any other way once it is submitted', async () => {
    const id = await referral.submitted(staff.referrer, {}, 'X950001');
    const change = referral.test.db.query(`update application set crn = 'X950009' where id = $1`, [id]);
    await expect(change).rejects.toMatchObject({ driverError: { code: '23000' } });
  });
});
