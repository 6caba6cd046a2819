import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { startStandIns, type Started } from '../../testing';
import type { CaseAccess } from './access';

const CASE_DETAIL = 'ROLE_PROBATION_API__APPROVED_PREMISES__CASE_DETAIL';
const STAFF = 'ROLE_APPROVED_PREMISES_STAFF';

interface Summary {
  crn: string;
  nomsId?: string;
  currentExclusion: boolean;
  currentRestriction: boolean;
  manager: { team: { borough?: { code: string } } };
}

describe('reads of nDelius', () => {
  let started: Started;
  let token: string;
  beforeAll(async () => {
    started = await startStandIns(['auth', 'ndelius']);
    token = await started.clientToken();
  });
  afterAll(() => started.close());
  afterEach(async () => {
    await started.control('ndelius').post('/reset');
    await started.control('ndelius').put('/clock', { now: null });
  });

  const call = (path: string, body?: unknown, bearer = token, method = body === undefined ? 'GET' : 'POST') =>
    fetch(`${started.url('ndelius')}${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const statusAndBody = async (response: Response): Promise<unknown> => [response.status, await response.json()];
  const summaries = async (...ids: string[]): Promise<Summary[]> =>
    ((await (await call('/probation-cases/summaries', ids)).json()) as { cases: Summary[] }).cases;
  const access = async (username: string | undefined, ...crns: string[]): Promise<CaseAccess[]> => {
    const response = await call(`/users/access${username === undefined ? '' : `?username=${username}`}`, crns);
    return ((await response.json()) as { access: CaseAccess[] }).access;
  };
  const as = (...authorities: string[]): Promise<string> => started.userToken('CAST_01', { authorities });

  it('finds people by CRN and by prison number, and leaves unknown ones out', async () => {
    const found = await summaries('X900001', 'A4092EA', 'X000000', 'A9002AA');
    expect(found.map(({ crn, nomsId }) => [crn, nomsId])).toEqual([
      ['X900001', 'A9001AA'],
      ['X900043', 'A4092EA'],
    ]);
    expect(found[0]!.manager.team.borough!.code).toBe('N07CROY');
  });

  it('reads the list from the body of a GET too', async () => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': 11 };
    const sent = request(`${started.url('ndelius')}/probation-cases/summaries`, { headers });
    sent.end('["X900001"]');
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({ cases: [{ crn: 'X900001' }] });
  });

  it.each(['/probation-cases/summaries', '/users/access'])('%s takes 1 to 500', async (path) => {
    const many = (count: number): string[] => Array.from({ length: count }, (_, n) => `X${n}`);
    const refused = { status: 400, message: 'Please provide between 1 and 500 crns' };
    expect(await statusAndBody(await call(path, []))).toEqual([400, refused]);
    expect(await statusAndBody(await call(path, many(501)))).toEqual([400, refused]);
    expect((await call(path, many(500))).status).toBe(200);
    expect((await call(path, ['X1'])).status).toBe(200);
    expect((await call(path, { crns: ['X1'] })).status).toBe(400);
    expect((await call(path, [1])).status).toBe(400);
  });

  it('checks signature, issuer, expiry and role, in its own words', async () => {
    const path = '/probation-cases/X900001/details';
    const control = started.control('auth');
    const authorities = [CASE_DETAIL];
    const bad = await Promise.all(
      [{ signedBy: 'stranger' }, { issuer: 'http://elsewhere/auth/issuer' }, { expiresInSeconds: -1 }].map((options) =>
        started.userToken('CAST_01', { authorities, ...options }),
      ),
    );
    for (const bearer of [...bad, 'nonsense', ''])
      expect(await statusAndBody(await call(path, undefined, bearer))).toEqual([
        401,
        { status: 401, message: 'Unauthorized' },
      ]);
    expect(await statusAndBody(await call(path, undefined, await as('ROLE_PROBATION')))).toEqual([
      403,
      { status: 403, message: 'Access Denied' },
    ]);
    expect((await call(path, undefined, await as(CASE_DETAIL))).status).toBe(200);
    await control.post('/keys/rotate');
    expect((await call(path, undefined, await as(CASE_DETAIL))).status).toBe(200);
  });

  it('wants the older role for access', async () => {
    expect((await call('/users/access', ['X900001'], await as(CASE_DETAIL))).status).toBe(403);
    expect((await call('/users/access', ['X900001'], await as(STAFF))).status).toBe(200);
  });

  it('answers details, and 404 for an unknown CRN', async () => {
    expect(await (await call('/probation-cases/X900001/details')).json()).toMatchObject({
      case: { crn: 'X900001' },
      offences: [{ main: true }, { main: false }],
    });
    expect(await statusAndBody(await call('/probation-cases/X999999/details'))).toEqual([
      404,
      { status: 404, message: 'Person with crn of X999999 not found' },
    ]);
  });

  it('bars an excluded user and lets others in', async () => {
    expect(await access('CAST_02', 'X900004')).toEqual([
      {
        crn: 'X900004',
        userExcluded: true,
        userRestricted: false,
        exclusionMessage: expect.stringContaining('excluded'),
      },
    ]);
    expect(await access('CAST_01', 'X900004')).toEqual([
      { crn: 'X900004', userExcluded: false, userRestricted: false },
    ]);
  });

  it('admits only the named user to a restricted person, by any case of the name', async () => {
    expect(await access('cast_01', 'X900005')).toEqual([
      { crn: 'X900005', userExcluded: false, userRestricted: false },
    ]);
    expect(await access('CAST_02', 'X900005')).toMatchObject([{ userExcluded: false, userRestricted: true }]);
  });

  it('gives one row for every CRN asked, all false for an unknown one', async () => {
    expect(await access('CAST_02', 'X999999', 'X900001')).toEqual([
      { crn: 'X999999', userExcluded: false, userRestricted: false },
      { crn: 'X900001', userExcluded: false, userRestricted: false },
    ]);
  });

  it.each([
    ['an unknown user', 'NOBODY'],
    ['no user', undefined],
    ['a user of NOMIS only', 'CAST_10'],
  ])('fails closed for %s', async (_who, username) => {
    expect(await access(username, 'X900004', 'X900005', 'X900006', 'X900001')).toMatchObject([
      { userExcluded: true, userRestricted: false },
      { userExcluded: false, userRestricted: true },
      { userExcluded: true, userRestricted: true },
      { userExcluded: false, userRestricted: false },
    ]);
  });

  it('can be both, with empty messages', async () => {
    expect(await access('CAST_02', 'X900006')).toEqual([
      { crn: 'X900006', userExcluded: true, userRestricted: true, exclusionMessage: '', restrictionMessage: '' },
    ]);
  });

  it('stops an exclusion at the start of its end date in London', async () => {
    const control = started.control('ndelius');
    await control.put('/people/X900007', { exclusions: [{ username: 'CAST_02', end: '2024-06-11' }] });
    const barred = async (now: string): Promise<boolean[]> => {
      await control.put('/clock', { now, frozen: true });
      const [row] = await access('CAST_02', 'X900007');
      const [summary] = await summaries('X900007');
      return [row!.userExcluded, summary!.currentExclusion];
    };
    expect(await barred('2024-06-10T22:59:59Z')).toEqual([true, true]);
    expect(await barred('2024-06-10T23:00:00Z')).toEqual([false, false]);
  });

  it('finds staff by exact user name and by code', async () => {
    expect(await (await call('/staff/CAST_01')).json()).toMatchObject({
      code: 'N07S001',
      username: 'CAST_01',
      probationArea: { code: 'N07', description: 'London' },
      teams: [{ code: 'N07T04', borough: { code: 'N07CROY' } }, { code: 'N07HPT' }],
    });
    expect(await (await call('/staff?code=N07S001')).json()).toMatchObject({ username: 'CAST_01' });
    const missing = { status: 404, message: 'Staff with username of CAST_07 not found' };
    expect(await statusAndBody(await call('/staff/CAST_07'))).toEqual([404, missing]);
    expect([
      (await call('/staff/cast_01')).status,
      (await call('/staff?code=X')).status,
      (await call('/staff')).status,
    ]).toEqual([404, 404, 400]);
  });

  it('says which teams manage a case', async () => {
    expect(await (await call('/teams/managingCase/X900001')).json()).toEqual({ teamCodes: ['N07T04'] });
    expect(await (await call('/teams/managingCase/X900001?staffCode=N07S002')).json()).toEqual({
      teamCodes: ['N07T04'],
    });
    expect(await (await call('/teams/managingCase/X900001?staffCode=N55S005')).json()).toEqual({ teamCodes: [] });
    expect((await call('/teams/managingCase/X999999')).status).toBe(404);
  });

  it('shows what the control API changed', async () => {
    await started.control('ndelius').put('/people/X950001', { noms: 'C1234CC', surname: 'Late' });
    expect(await summaries('C1234CC')).toMatchObject([{ crn: 'X950001', name: { surname: 'Late' } }]);
    await started.control('ndelius').put('/staff/N07S778', { username: 'SILENT_778', telephoneNumber: null });
    expect(await (await call('/staff/SILENT_778')).json()).not.toHaveProperty('telephoneNumber');
    await started.control('ndelius').put('/staff/N07S777', { username: 'LATE_777' });
    expect((await call('/staff/LATE_777')).status).toBe(200);
  });
});
