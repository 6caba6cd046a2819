import { newId } from '@throughcare/events/ids';
import { ReferralApp, aNewApplication, staff, theAnswers, type ApplicationJson } from '../testing/referral-app';

let referral: ReferralApp;
beforeAll(async () => {
  referral = await ReferralApp.start();
});
afterAll(() => referral?.close());

type Data = Record<string, Record<string, unknown>>;

/** The same practitioner in another browser: a token, and a copy of the form, of its own. */
const aBrowser = async (id: string) => {
  const api = await referral.test.as({
    username: staff.referrer.username,
    authorities: ['ROLE_PROBATION'],
    claims: { jti: newId() },
  });
  const path = `/cas3/applications/${id}`;
  let kept: Data = {};
  return {
    open: async () => {
      kept = ((await api.get<ApplicationJson>(path)).body.data ?? {}) as Data;
    },
    /** As the public front end saves: one page into its copy, then the whole copy. */
    save: async (task: string, page: string, answers: unknown) => {
      kept = { ...kept, [task]: { ...kept[task], [page]: answers } };
      return api.put<ApplicationJson & { versions?: unknown }>(path, { data: kept });
    },
    saved: async () => (await api.get<ApplicationJson>(path)).body.data as Data,
  };
};

const begun = async () => {
  const api = await referral.as(staff.referrer);
  const { id } = (await api.post<ApplicationJson>('/cas3/applications', aNewApplication())).body;
  await api.put(`/cas3/applications/${id}`, { data: theAnswers() });
  const [first, second] = [await aBrowser(id), await aBrowser(id)];
  await first.open();
  await second.open();
  return { id, first, second };
};

describe('two browsers with one draft, whose front end saves the whole form', () => {
  it('both keep what they type on different pages', async () => {
    const { first, second } = await begun();
    expect((await first.save('food-allergies', 'food-allergies', { foodAllergies: 'no' })).status).toBe(200);
    expect((await second.save('move-on-plan', 'move-on-plan', { plan: 'A flat' })).status).toBe(200);
    expect((await first.save('consent', 'consent-given', { consentGiven: 'no' })).status).toBe(200);
    expect(await first.saved()).toMatchObject({
      'food-allergies': { 'food-allergies': { foodAllergies: 'no' } },
      'move-on-plan': { 'move-on-plan': { plan: 'A flat' } },
      consent: { 'consent-given': { consentGiven: 'no' } },
    });
  });

  it('refuses the second on the same page, names both versions and changes nothing', async () => {
    const { first, second } = await begun();
    await first.save('move-on-plan', 'move-on-plan', { plan: 'A flat' });
    const refused = await second.save('move-on-plan', 'move-on-plan', { plan: 'A hostel' });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'APPLICATION_CHANGED',
        versions: [{ page: 'move-on-plan/move-on-plan', yours: { plan: 'A hostel' }, theirs: { plan: 'A flat' } }],
      },
    });
    expect((await first.saved())['move-on-plan']).toEqual({ 'move-on-plan': { plan: 'A flat' } });
    await second.open();
    expect((await second.save('move-on-plan', 'move-on-plan', { plan: 'A hostel' })).status).toBe(200);
  });

  it('lets one browser change its own page as often as it likes', async () => {
    const { first } = await begun();
    for (const plan of ['A', 'B', 'C'])
      expect((await first.save('move-on-plan', 'move-on-plan', { plan })).status).toBe(200);
  });

  it('decides by the nearest copy when a browser comes back with a new token', async () => {
    const { id, first } = await begun();
    await first.save('food-allergies', 'food-allergies', { foodAllergies: 'iDontKnow' });
    // Never read with this token: what it has is the copy from before.
    const stale = { ...theAnswers(), 'move-on-plan': { 'move-on-plan': { plan: 'A flat' } } };
    const api = await referral.test.as({
      username: staff.referrer.username,
      authorities: ['ROLE_PROBATION'],
      claims: { jti: newId() },
    });
    expect((await api.put(`/cas3/applications/${id}`, { data: stale })).status).toBe(200);
    expect(await first.saved()).toMatchObject({
      'food-allergies': { 'food-allergies': { foodAllergies: 'iDontKnow' } },
      'move-on-plan': { 'move-on-plan': { plan: 'A flat' } },
    });
  });

  it('loses no page of twenty that two browsers save at once', async () => {
    const { first, second } = await begun();
    const pages = Array.from({ length: 10 }, (_, at) => `page-${at}`);
    const type = async (browser: typeof first, task: string) => {
      for (const page of pages) expect((await browser.save(task, page, { by: task })).status).toBe(200);
    };
    await Promise.all([type(first, 'one'), type(second, 'two')]);
    const saved = await first.saved();
    expect(Object.keys(saved['one'] ?? {})).toEqual(pages);
    expect(Object.keys(saved['two'] ?? {})).toEqual(pages);
  });

  it('forgets what clients have read once the draft is submitted or deleted', async () => {
    const { id } = await begun();
    await (await referral.as(staff.referrer)).delete(`/cas3/applications/${id}`);
    expect(await referral.test.db.query('select 1 from draft_read where application_id = $1', [id])).toEqual([]);
  });
});
