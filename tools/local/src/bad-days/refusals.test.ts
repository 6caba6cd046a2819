// Requests that must be refused: clearly, without a word about the inside, and without a trace in what is kept.
import { bookingStatus } from '../flow/placement';
import { drive, patiently } from '../journey/drive';
import { endOldStays } from '../journey/old-stays';
import { type Course, assessor, person, referrer, steps } from '../journey/steps';
import { PATIENCE_MS, type TestSystem, control, eventually, startTestSystem } from './kit';

jest.setTimeout(600_000);

let test: TestSystem;
const course: Course = { notes: [] };
const take = async (first: number, end?: number, of = course) => {
  for (const step of steps.slice(first, end))
    await patiently(Date.now() + PATIENCE_MS, () => step.act(test.context, of));
};
beforeAll(async () => {
  test = await startTestSystem();
  await take(0, 4);
}, 2 * PATIENCE_MS);
afterAll(() => test?.close(), 120_000);

type Body = NonNullable<RequestInit['body']>;
interface Ask extends RequestInit {
  readonly token?: string;
}

const ask = async (path: string, { token, ...init }: Ask = {}) => {
  const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), 'content-type': 'application/json' };
  const reply = await fetch(`${test.system.edge}${path}`, { ...init, headers });
  return { status: reply.status, type: reply.headers.get('content-type') ?? '', text: await reply.text() };
};
const tokenOf = async (body: object) =>
  ((await control(test.system, 'auth', 'POST', '/tokens', body)) as { access_token: string }).access_token;

/** Nothing of code, database or person. */
const saysNothing = (text: string) => {
  expect(text).not.toMatch(/at \/|node_modules|select |postgres|TypeORM|stack/i);
  for (const secret of [person.crn, person.noms, 'Journey', 'Croydon']) expect(text).not.toContain(secret);
};
const PROBLEM = expect.stringContaining('problem+json') as unknown;

describe('a caller who does not show who they are', () => {
  const paths = [
    '/cas3/applications',
    '/cas3/assessments/1',
    '/cas3/v2/premises/search',
    '/profile/v2',
    '/resettlement-passport/prisoner/A9001AA',
    '/sync/bookings/00000000-0000-4000-8000-000000000000',
  ];

  it.each([
    ['no token', undefined],
    ['a token that is none', 'not-a-token'],
    ['an expired token', { username: 'CAST_02', expiresInSeconds: -60 }],
    ['a token signed by a stranger', { username: 'CAST_02', signedBy: 'stranger' }],
    ['a token of another issuer', { username: 'CAST_02', issuer: 'http://127.0.0.1:1/auth/issuer' }],
  ])('is told 401 by every service for %s', async (_name, what) => {
    const given = typeof what === 'object' ? { token: await tokenOf(what) } : what ? { token: what } : {};
    for (const path of paths) {
      const { status, type, text } = await ask(path, given);
      expect([path, status]).toEqual([path, 401]);
      expect(type).toMatch(/problem\+json/);
      saysNothing(text);
    }
  });
});

describe('a caller who may not', () => {
  const calls: readonly (readonly [string, string, string])[] = [
    ['CAST_12', 'has no role', '/cas3/applications'],
    ['CAST_12', 'has no role', '/cas3/v2/premises/search?premisesStatus=online'],
    ['CAST_12', 'has no role', '/resettlement-passport/prisoner/A9001AA'],
    ['CAST_12', 'has no role', '/sync/bookings/00000000-0000-4000-8000-000000000000'],
    [referrer, 'is a referrer only', '/cas3/v2/premises/search?premisesStatus=online'],
    [referrer, 'is a referrer only', '/resettlement-passport/prisoner/A9001AA'],
  ];

  it.each(calls)('%s, who %s, is told 403 by %s', async (username, _, path) => {
    const { status, text } = await ask(path, { token: await tokenOf({ username }) });
    expect(status).toBe(403);
    saysNothing(text);
  });

  it('sees and changes nothing of another region', async () => {
    const { applicationId, assessmentId, stay } = course;
    const premises = `/cas3/v2/premises/${stay?.premisesId}`;
    const booking = `${premises}/bookings/${stay?.bookingId}`;
    const arrival = { type: 'CAS3', arrivalDate: '2026-03-02', expectedDepartureDate: '2026-03-16', notes: '' };
    const attempts: readonly (readonly [string, string, string, unknown?])[] = [
      ['CAST_06', 'GET', `/cas3/applications/${applicationId}`],
      ['CAST_05', 'GET', `/cas3/assessments/${assessmentId}`],
      ['CAST_05', 'POST', `/cas3/assessments/${assessmentId}/acceptance`, { document: {} }],
      ['CAST_05', 'GET', premises],
      ['CAST_05', 'GET', booking],
      ['CAST_05', 'POST', `${booking}/arrivals`, arrival],
      ['CAST_05', 'POST', `${booking}/cancellations`, { date: '2026-03-02', reason: crypto.randomUUID(), notes: '' }],
    ];
    for (const [username, method, path, body] of attempts) {
      const token = await tokenOf({ username });
      const init = body === undefined ? {} : { body: JSON.stringify(body) };
      const { status, text } = await ask(path, { method, token, ...init });
      expect([method, path, status]).toEqual([method, path, 403]);
      saysNothing(text);
    }
    if (!stay) throw new Error('There is no booking');
    expect(await bookingStatus(test.context.api, assessor, stay)).toBe('confirmed');
  });
});

describe('a body that no service takes', () => {
  const writes = () =>
    [
      [referrer, 'POST', '/cas3/applications'],
      [assessor, 'POST', `/cas3/assessments/${course.assessmentId}/acceptance`],
      [assessor, 'POST', '/cas3/v2/premises'],
      ['CAST_09', 'PATCH', '/resettlement-passport/prisoner/A9001AA/pathway-with-case-note'],
      [referrer, 'POST', '/people/summaries'],
    ] as const;
  const counts = async () => {
    const sql = `select (select count(*) from referral.application) + (select count(*) from booking.premises) as rows`;
    return (await test.database.query<{ rows: string }>(sql)).rows[0]?.rows;
  };

  const megabyte = JSON.stringify({ crn: 'x'.repeat(1_048_576) });
  it.each([
    ['malformed JSON', 400, (): Body => '{"crn":'],
    ['a megabyte', 413, (): Body => megabyte],
    ['a megabyte that does not say how long it is', 413, (): Body => new Blob([megabyte]).stream()],
  ] as const)('is refused for %s by every service with %d, and leaves nothing behind', async (_, expected, bodyOf) => {
    const before = await counts();
    for (const [username, method, path] of writes()) {
      const init = { method, body: bodyOf(), duplex: 'half', token: await tokenOf({ username }) } as Ask;
      const { status, type, text } = await ask(path, init);
      expect([path, { status, type }]).toEqual([path, { status: expected, type: PROBLEM }]);
      saysNothing(text);
    }
    expect(await counts()).toBe(before);
  });
});

describe('an address that no service has', () => {
  it('is told 404', async () => {
    expect((await ask('/nowhere')).status).toBe(404);
  });
});

describe('after all of this', () => {
  it('the stay that was there goes on to its end, each step told to nDelius once', async () => {
    await take(4);
    const told = async () => {
      const contacts = await test.context.contacts(person.crn);
      return contacts.filter(({ externalReference }) => externalReference.endsWith(course.stay?.bookingId ?? '-'));
    };
    const contacts = await eventually(told, (seen) => seen.some(({ type }) => type === 'EADP'));
    expect(contacts.map(({ type }) => type).sort()).toEqual(['EAAR', 'EABP', 'EACO', 'EADP']);
  });
});

describe('a journey that was interrupted', () => {
  it.each([
    ['once the booking was confirmed', 4],
    ['once the person had arrived', 6],
  ])('%s does not keep the next one from completing', async (_, end) => {
    await endOldStays(test.context.api, assessor, person.crn);
    await take(0, end, { notes: [] });
    const outcome = await drive(test.context, {}, PATIENCE_MS);
    expect(outcome.missing).toEqual([]);
    expect(outcome.addresses).toHaveLength(1);
  });
});
