import { PassportApp } from '../testing/passport-app';
import { aPrisoner } from '../testing/prisoners';

let passport: PassportApp;
beforeAll(async () => {
  passport = await PassportApp.start();
}, 30_000);
afterAll(() => passport?.close());

const page = (nomsNumber: string) => `/resettlement-passport/prisoner/${nomsNumber}`;
const countOf = async (table: string, nomsNumber: string) => {
  const join = table === 'person' ? '' : `join ${table} t on t.person_id = p.id`;
  const rows = await passport.query<{ n: number }>(
    `select count(*)::int as n from person p ${join} where p.noms_number = $1`,
    [nomsNumber],
  );
  return rows[0]?.n;
};

describe('the first view of a person', () => {
  it('opens the passport with seven pathways not started, in the fixed order', async () => {
    passport.prisoners.add('A9001AA');
    const { status, body } = await (await passport.as()).get(`${page('A9001AA')}?includeProfileTags=true`);
    expect(status).toBe(200);
    expect(body).toEqual({
      personalDetails: aPrisoner(),
      pathways: [
        'ACCOMMODATION',
        'ATTITUDES_THINKING_AND_BEHAVIOUR',
        'CHILDREN_FAMILIES_AND_COMMUNITY',
        'DRUGS_AND_ALCOHOL',
        'EDUCATION_SKILLS_AND_WORK',
        'FINANCE_AND_ID',
        'HEALTH',
      ].map((pathway) => ({ pathway, status: 'NOT_STARTED', lastDateChange: null })),
      assessmentRequired: true,
      resettlementReviewAvailable: false,
      immediateNeedsSubmitted: false,
      preReleaseSubmitted: false,
      profile: { tags: [] },
      supportNeedsLegacyProfile: false,
    });
  });

  it('takes the number as typed, in any case, and opens it once', async () => {
    passport.prisoners.add('A9002AA');
    const api = await passport.as();
    for (const typed of ['a9002aa', 'A9002Aa', 'A9002AA']) expect((await api.get(page(typed))).status).toBe(200);
    expect(await countOf('person', 'A9002AA')).toBe(1);
    expect(await countOf('pathway_status', 'A9002AA')).toBe(7);
  });

  it('happens once when many look at the same moment', async () => {
    passport.prisoners.add('A9003AA');
    const api = await passport.as();
    // Inserts wait and reads do not, so all have seen that there is no passport yet.
    const replies = await passport.atOnce('lock table person in share row exclusive mode', [], () =>
      Array.from({ length: 6 }, () => api.get(page('A9003AA'))),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(replies.map(({ body }) => (body as { pathways: unknown[] }).pathways.length)).toEqual(Array(6).fill(7));
    expect(await countOf('person', 'A9003AA')).toBe(1);
    expect(await countOf('pathway_status', 'A9003AA')).toBe(7);
  });

  it('asks the gateway in the name of the caller', async () => {
    passport.prisoners.add('A9004AA');
    const token = await passport.test.issuer.token({
      username: 'SOMEONE',
      authorities: ['ROLE_RESETTLEMENT_PASSPORT_EDIT'],
    });
    await passport.test.request.as(token).get(page('A9004AA'));
    expect(passport.prisoners.asked.at(-1)).toEqual({ number: 'A9004AA', authorization: `Bearer ${token}` });
  });

  it('gives every member, null when the gateway leaves it out', async () => {
    passport.prisoners.people.set('A9005AA', {
      prisonerNumber: 'A9005AA',
      prisonId: 'MDI',
      firstName: 'A',
      lastName: 'B',
    });
    const { body } = await (await passport.as()).get<{ personalDetails: object }>(page('A9005AA'));
    expect(Object.keys(body.personalDetails).sort()).toEqual(Object.keys(aPrisoner()).sort());
    expect(body.personalDetails).toMatchObject({ releaseDate: null, isRecall: null, age: null });
  });
});

describe('a person who cannot be shown', () => {
  it('is 404 when unknown, and no passport is opened', async () => {
    const { status, headers, body } = await (await passport.as()).get(page('A9404AA'));
    expect(status).toBe(404);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ status: 404, code: 'PERSON_NOT_FOUND', errorCode: null, moreInfo: null });
    expect(body).toHaveProperty('userMessage');
    expect(body).toHaveProperty('developerMessage');
    expect(await countOf('person', 'A9404AA')).toBe(0);
  });

  it('is the same 404 when hidden from the caller, never 403', async () => {
    passport.prisoners.failing.set('A9403AA', 403);
    const api = await passport.as();
    const hidden = await api.get<{ instance?: string }>(page('A9403AA'));
    const unknown = await api.get<{ instance?: string }>(page('A9404AA'));
    expect(hidden.status).toBe(404);
    expect({ ...hidden.body, instance: '' }).toEqual({ ...unknown.body, instance: '' });
  });

  it.each(['nonsense', 'A1', '%20', 'A9001AAA'])('is 404 for %p, without asking the gateway', async (typed) => {
    const before = passport.prisoners.asked.length;
    expect((await (await passport.as()).get(page(typed))).status).toBe(404);
    expect(passport.prisoners.asked).toHaveLength(before);
  });

  it('is an outage and not a 404 while the gateway fails', async () => {
    passport.prisoners.failing.set('A9500AA', 500);
    const { status, body } = await (await passport.as()).get(page('A9500AA'));
    expect(status).toBe(503);
    expect(JSON.stringify(body)).not.toContain('A9500AA/');
    expect(await countOf('person', 'A9500AA')).toBe(0);
  });
});

describe('who may look', () => {
  it('is nobody without a token', async () => {
    expect((await passport.test.request.get(page('A9001AA'))).status).toBe(401);
  });

  it('is nobody without the role', async () => {
    const api = await passport.as({ authorities: ['ROLE_PROBATION'] });
    expect((await api.get(page('A9001AA'))).status).toBe(403);
    expect((await api.get(`${page('A9001AA')}/pathways/history`)).status).toBe(403);
    expect((await api.patch(`${page('A9001AA')}/pathway-with-case-note`, {})).status).toBe(403);
  });

  it('is anyone for the ping', async () => {
    expect((await passport.test.request.get('/health/ping')).status).toBe(200);
  });
});
