import { PassportApp } from '../testing/passport-app';

let passport: PassportApp;
beforeAll(async () => {
  passport = await PassportApp.start();
}, 30_000);
afterAll(() => passport?.close());

const page = (nomsNumber: string) => `/resettlement-passport/prisoner/${nomsNumber}`;
const aRequest = (over: Record<string, unknown> = {}) => ({
  pathway: 'HEALTH',
  status: 'IN_PROGRESS',
  caseNoteText: 'Resettlement status set to: In progress.\r\nBooked with the GP – 房.',
  ...over,
});
const set = async (nomsNumber: string, over: Record<string, unknown> = {}, claims = {}) =>
  (await passport.as(claims)).patch(`${page(nomsNumber)}/pathway-with-case-note`, aRequest(over));

interface History {
  changes: { pathway: string; from: string; to: string; caseNoteText: string | null; author: unknown; cause: string }[];
  totalElements: number;
  pageSize: number;
  last: boolean;
}
const historyOf = async (nomsNumber: string, query = '') =>
  (await (await passport.as()).get<History>(`${page(nomsNumber)}/pathways/history${query}`)).body;

const numbers = Array.from({ length: 30 }, (_, index) => `B${1000 + index}BB`);
const aPerson = () => {
  const number = numbers.pop();
  if (!number) throw new Error('more numbers needed');
  passport.prisoners.add(number);
  return number;
};

describe('setting a pathway status with a note', () => {
  it('answers 200 without a body, and is seen in person and history', async () => {
    const number = aPerson();
    const reply = await set(number);
    expect([reply.status, reply.body ?? '']).toEqual([200, '']);
    const { body } = await (await passport.as()).get<{ pathways: unknown[] }>(page(number));
    expect(body.pathways.at(-1)).toEqual({
      pathway: 'HEALTH',
      status: 'IN_PROGRESS',
      lastDateChange: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    expect(await historyOf(number)).toEqual({
      changes: [
        {
          pathway: 'HEALTH',
          from: 'NOT_STARTED',
          to: 'IN_PROGRESS',
          cause: 'staff',
          changedAt: expect.stringMatching(/^\d{4}.*Z$/),
          author: { username: 'RESETTLE_1', name: 'Rosa Resettle' },
          caseNoteText: aRequest().caseNoteText,
        },
      ],
      page: 0,
      pageSize: 1,
      totalElements: 1,
      last: true,
    });
  });

  it('tells the change once, by prison number while no CRN is known, without the note', async () => {
    const number = aPerson();
    await set(number);
    const events = await passport.published(number);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      key: number,
      type: 'resettlement.pathway.updated',
      version: 1,
      payload: { nomsNumber: number, pathway: 'HEALTH', from: 'NOT_STARTED', to: 'IN_PROGRESS', cause: 'staff' },
    });
    expect(JSON.stringify(events)).not.toContain('Booked');
  });

  it('keeps the note and tells nothing when the status stays', async () => {
    const number = aPerson();
    await set(number);
    await set(number, { caseNoteText: 'Still waiting' });
    expect(await passport.published(number)).toHaveLength(1);
    const { changes } = await historyOf(number);
    expect(changes.map(({ from, to, caseNoteText }) => [from, to, caseNoteText])).toEqual([
      ['IN_PROGRESS', 'IN_PROGRESS', 'Still waiting'],
      ['NOT_STARTED', 'IN_PROGRESS', aRequest().caseNoteText],
    ]);
  });

  it('lets two press at once, and each pathway counts its own', async () => {
    const number = aPerson();
    await (await passport.as()).get(page(number));
    const replies = await passport.atOnce('select from person where noms_number = $1 for update', [number], () => [
      set(number),
      set(number, { pathway: 'FINANCE_AND_ID' }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect((await passport.published(number)).map(({ version }) => version)).toEqual([1, 1]);
  });

  it('does a repeated request with the same Idempotency-Key once', async () => {
    const number = aPerson();
    const api = (await passport.as()).with({ 'Idempotency-Key': 'a1b2c3' });
    await api.patch(`${page(number)}/pathway-with-case-note`, aRequest());
    await api.patch(`${page(number)}/pathway-with-case-note`, aRequest());
    expect((await historyOf(number)).totalElements).toBe(1);
  });

  it('ignores members it does not know', async () => {
    expect((await set(aPerson(), { somethingElse: 1 })).status).toBe(200);
  });
});

describe('a request that is refused', () => {
  it.each([
    [{ pathway: 'HOUSING' }, '$.pathway'],
    [{ pathway: undefined }, '$.pathway'],
    [{ status: 'FINISHED' }, '$.status'],
    [{ status: null }, '$.status'],
    [{ caseNoteText: undefined }, '$.caseNoteText'],
    [{ caseNoteText: '  ' }, '$.caseNoteText'],
    [{ caseNoteText: 7 }, '$.caseNoteText'],
    [{ caseNoteText: 'a\u0000b' }, '$.caseNoteText'],
  ])('for %p is 400 and names the field', async (over, propertyName) => {
    const number = aPerson();
    const { status, body } = await set(number, over);
    expect(status).toBe(400);
    expect(body).toMatchObject({ status: 400, errorCode: null, 'invalid-params': [{ propertyName }] });
    expect((await historyOf(number)).totalElements).toBe(0);
  });

  it.each(['auth', 'azuread', 'none'])('is 400 and not 403 for someone signed in by %s', async (authSource) => {
    const { status, body } = await set(aPerson(), {}, { authSource });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'AUTH_SOURCE_NOT_ALLOWED' });
  });

  it('is not made for someone signed in to nDelius', async () => {
    expect((await set(aPerson(), {}, { authSource: 'delius' })).status).toBe(200);
  });

  it('is 404 for a person who is unknown, or hidden from the caller', async () => {
    passport.prisoners.failing.set('B9403BB', 403);
    expect((await set('B9403BB')).status).toBe(404);
    expect((await set('B9404BB')).status).toBe(404);
    expect((await (await passport.as()).get(`${page('B9403BB')}/pathways/history`)).status).toBe(404);
  });
});

describe('the history', () => {
  it('is empty for someone whose passport nobody opened', async () => {
    expect(await historyOf(aPerson())).toMatchObject({ changes: [], totalElements: 0, last: true });
  });

  it('comes in pages, and by pathway', async () => {
    const number = aPerson();
    for (const status of ['IN_PROGRESS', 'SUPPORT_DECLINED', 'DONE']) await set(number, { status });
    await set(number, { pathway: 'FINANCE_AND_ID' });
    const first = await historyOf(number, '?pathway=HEALTH&page=0&size=2');
    const second = await historyOf(number, '?pathway=HEALTH&page=1&size=2');
    expect(first).toMatchObject({ totalElements: 3, pageSize: 2, last: false });
    expect(second).toMatchObject({ totalElements: 3, pageSize: 1, last: true });
    expect([...first.changes, ...second.changes].map(({ to }) => to)).toEqual([
      'DONE',
      'SUPPORT_DECLINED',
      'IN_PROGRESS',
    ]);
  });

  it.each(['?page=-1', '?size=0', '?size=1000', '?pathway=HOUSING'])('refuses %s', async (query) => {
    expect((await (await passport.as()).get(`${page(aPerson())}/pathways/history${query}`)).status).toBe(400);
  });
});

describe('F-031: a double click', () => {
  it('is recorded once, however many presses there are at once, and without an Idempotency-Key', async () => {
    const number = aPerson();
    const press = () => set(number, { pathway: 'FINANCE_AND_ID', status: 'DONE', caseNoteText: 'double click' });
    const replies = await Promise.all([press(), press(), press()]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await press()).status).toBe(200);
    expect(await historyOf(number)).toMatchObject({ totalElements: 1, changes: [{ from: 'NOT_STARTED', to: 'DONE' }] });
  });

  it('is not what differs in text, author or pathway, or comes back to a status', async () => {
    const number = aPerson();
    await set(number, { status: 'DONE' });
    await set(number, { status: 'DONE', caseNoteText: 'Another note' });
    await set(number, { status: 'DONE', caseNoteText: 'Another note' }, { username: 'SOMEBODY_ELSE' });
    await set(number, { status: 'DONE', caseNoteText: 'Another note', pathway: 'ACCOMMODATION' });
    await set(number, { status: 'IN_PROGRESS', caseNoteText: 'Another note' });
    await set(number, { status: 'DONE', caseNoteText: 'Another note' });
    expect((await historyOf(number)).totalElements).toBe(6);
  });
});
