import { ReferralApp, aPerson, aSubmission, staff, theAnswers, type ApplicationJson } from '../testing/referral-app';

let referral: ReferralApp;
beforeAll(async () => {
  referral = await ReferralApp.start();
});
afterAll(() => referral?.close());
afterEach(() => {
  referral.gateway.failWith = undefined;
  referral.gateway.people.set('X900001', aPerson('X900001'));
});

const pathOf = (id: string) => `/cas3/applications/${id}`;
const save = async (id: string, data: unknown, member = staff.referrer, headers = {}) =>
  (await referral.as(member)).with(headers).put<ApplicationJson>(pathOf(id), { data });

describe('F-050: a save that overwrites another’s work', () => {
  const revisionsOf = async (id: string, member = staff.referrer) =>
    (await referral.as(member)).get<{ revision: number; lost: string[] }[]>(`${pathOf(id)}/revisions`);

  it('keeps what it dropped, and the creator brings it back', async () => {
    const id = await referral.draft(staff.referrer, 'X900001', { a: { p: { x: 1 } } });
    const one = await referral.as(staff.referrer);
    await one.put(pathOf(id), { data: { a: { p: { x: 1 }, q: { long: 'an hour of words' } } } });
    await one.put(pathOf(id), { data: { a: { p: { x: 2 } } } });
    const { body } = await revisionsOf(id);
    expect(body).toMatchObject([{ lost: ['a/p', 'a/q'] }]);
    const path = `${pathOf(id)}/revisions/${body[0]?.revision}`;
    const api = await referral.as(staff.referrer);
    expect((await api.get<ApplicationJson>(path)).body.data).toEqual({
      a: { p: { x: 1 }, q: { long: 'an hour of words' } },
    });
    const restored = await api.post<ApplicationJson>(`${path}/restoration`, {});
    expect(restored).toMatchObject({ status: 200, body: { data: { a: { q: { long: 'an hour of words' } } } } });
    expect((await revisionsOf(id)).body.map(({ lost }) => lost)).toEqual([['a/p'], ['a/p', 'a/q']]);
  });

  it('keeps nothing when it only adds, and no more than twenty', async () => {
    const id = await referral.draft(staff.referrer, 'X900001', { a: { p: { x: 0 } } });
    // One client with one token: another token, as of the next second, is another client that has not read what this one saved.
    const one = await referral.as(staff.referrer);
    await one.put(pathOf(id), { data: { a: { p: { x: 0 }, q: {} } } });
    expect((await revisionsOf(id)).body).toEqual([]);
    for (let x = 1; x <= 22; x += 1) await one.put(pathOf(id), { data: { a: { p: { x } } } });
    expect((await revisionsOf(id)).body).toHaveLength(20);
  });

  it('is for the creator only, and gone with submission and deletion', async () => {
    const answers = theAnswers();
    for (const end of ['submission', 'deletion']) {
      const id = await referral.draft(staff.referrer, 'X900001', { ...answers, extra: { p: 1 } });
      await save(id, answers);
      expect((await revisionsOf(id)).body).toHaveLength(1);
      expect((await revisionsOf(id, staff.assessor)).status).toBe(403);
      const api = await referral.as(staff.referrer);
      if (end === 'submission') await api.post(`${pathOf(id)}/submission`, aSubmission());
      else await api.delete(pathOf(id), {});
      const left = await referral.test.db.query('select 1 from draft_revision where application_id = $1', [id]);
      expect(left).toEqual([]);
    }
  });

  it('is gone, and what clients last had with it, once an instance of an earlier release has deleted the draft', async () => {
    const id = await referral.draft(staff.referrer, 'X900001', { a: { p: { x: 0 } } });
    await save(id, { a: { p: { x: 1 } } });
    const left = async () =>
      Promise.all(
        ['draft_revision', 'draft_read'].map(async (table) => {
          const rows = await referral.test.db.query(`select from ${table} where application_id = $1`, [id]);
          return rows.length;
        }),
      );
    expect(await left()).toEqual([1, expect.any(Number)]);
    await referral.test.db.query(`update application set deleted_at = now() where id = $1`, [id]);
    expect(await left()).toEqual([0, 0]);
    expect((await revisionsOf(id)).status).toBe(404);
  });

  it('cannot be told by a number that is none', async () => {
    const id = await referral.draft();
    const api = await referral.as(staff.referrer);
    expect((await api.get(`${pathOf(id)}/revisions/99`)).status).toBe(404);
    expect((await api.get(`${pathOf(id)}/revisions/x`)).status).toBe(400);
  });
});
