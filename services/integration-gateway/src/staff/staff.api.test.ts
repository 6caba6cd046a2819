import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestRequest } from '@throughcare/platform/testing';
import { TestGateway } from '../testing/gateway';
import { sampleJson } from '../testing/samples';
import { StaffService } from './staff.service';

jest.setTimeout(30_000);

const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const probation = { authorities: ['ROLE_PROBATION'] };
interface Profile {
  readonly deliusUsername: string;
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly roles: string[];
    readonly region: { readonly name: string };
  };
}
const staffDetail = (changes: object = {}) => ({
  ...sampleJson<object>('upstreams/approved-premises-and-delius/staff-detail.json'),
  ...changes,
});

describe('the staff directory over HTTP', () => {
  let gateway: TestGateway;
  const as = (username: string): Promise<TestRequest> => gateway.app.as({ ...probation, username });
  const profile = async (username: string, query = '') => (await as(username)).get<Profile>(`/profile/v2${query}`);
  const updates = async (username: string) =>
    (await gateway.published()).filter(({ type, key }) => type === 'identity.staff.updated' && key === username);

  beforeAll(async () => {
    const seed = join(await mkdtemp(join(tmpdir(), 'seed-')), 'staff.json');
    await writeFile(seed, JSON.stringify([{ username: 'admin', roles: ['CAS3_ADMIN', 'CAS3_ASSESSOR'] }]));
    gateway = await TestGateway.start({ STAFF_SEED_FILE: seed });
    for (const name of ['ADMIN', 'JOHN-SMITH', 'MOVER', 'O’NEIL/1', 'LEAVER', 'RACER', 'OFFLINE'])
      gateway.upstreams.staff.set(name, staffDetail({ username: name }));
  });
  afterAll(() => gateway.close());
  afterEach(() => gateway.upstreams.mend());

  it('makes a member at the first sign-in, a referrer, and tells the other services', async () => {
    const { status, body } = await profile('john-smith');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      deliusUsername: 'JOHN-SMITH',
      loadError: null,
      user: { name: 'John Smith', roles: ['referrer'], region: { id: LONDON, name: 'London' } },
    });
    expect(await updates('JOHN-SMITH')).toEqual([
      expect.objectContaining({ version: 1, data: expect.objectContaining({ roles: ['CAS3_REFERRER'] }) }),
    ]);
  });

  it('keeps the id and says nothing when nothing changed', async () => {
    const first = await profile('JOHN-SMITH');
    const second = await profile('JOHN-SMITH');
    expect(second.body.user.id).toBe(first.body.user.id);
    expect(await updates('JOHN-SMITH')).toHaveLength(1);
  });

  it('refreshes at sign-in, but not when only reading is asked for', async () => {
    await profile('MOVER');
    gateway.upstreams.staff.set('MOVER', staffDetail({ probationArea: { code: 'N03', description: 'Wales' } }));
    const region = async (query: string) => (await profile('MOVER', query)).body.user.region.name;
    expect(await region('?readOnly=true')).toBe('London');
    expect(await region('')).toBe('Wales');
    expect((await updates('MOVER')).map(({ version }) => version)).toEqual([1, 2]);
  });

  it('makes one member of ten first sign-ins at once', async () => {
    let arrived = 0;
    let open: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (open = resolve));
    gateway.upstreams.onCall = async (path) => {
      if (!path.endsWith('/RACER')) return;
      arrived += 1;
      if (arrived === 10) open();
      await all;
    };
    const bodies = await Promise.all(Array.from({ length: 10 }, () => profile('RACER')));
    gateway.upstreams.onCall = () => Promise.resolve();
    expect(new Set(bodies.map(({ body }) => body.user.id)).size).toBe(1);
    expect(await updates('RACER')).toHaveLength(1);
  });

  it('asks for odd names as they are', async () => {
    expect((await profile('o’neil/1')).body.deliusUsername).toBe('O’NEIL/1');
  });

  it('keeps the last good record while nDelius is down, and has nothing for someone new', async () => {
    await profile('OFFLINE');
    gateway.upstreams.break('/ndelius');
    expect((await profile('OFFLINE')).body.user.name).toBe('John Smith');
    expect((await profile('NOBODY-YET')).status).toBe(503);
  });

  it('never turns our own trouble with nDelius into the user’s 401 or 403', async () => {
    for (const status of [401, 403, 404]) {
      gateway.upstreams.break('/ndelius', status);
      const { status: ours, body } = await profile('NOBODY-YET');
      expect(ours).toBe(503);
      const isRefused = status !== 404;
      expect([status, /Trying again does not help/.test(JSON.stringify(body))]).toEqual([status, isRefused]);
      expect([status, /try again later/.test(JSON.stringify(body))]).toEqual([status, !isRefused]);
    }
    gateway.upstreams.break('/auth', 401, { error: 'invalid_client' });
    expect((await profile('OFFLINE')).status).toBe(200);
  });

  it('answers 200 with a load error when nDelius has no staff record, also for a client', async () => {
    const expected = { loadError: 'staff_record_not_found', user: null };
    expect((await profile('STRANGER')).body).toEqual({ deliusUsername: 'STRANGER', ...expected });
    const client = await gateway.app.as({ ...probation, clientId: 'some-client' });
    const { status, body } = await client.get('/profile/v2');
    expect([status, body]).toEqual([200, expect.objectContaining(expected)]);
  });

  it('answers a load error for a region it has no id of', async () => {
    gateway.upstreams.staff.set('FAR-AWAY', staffDetail({ probationArea: { code: 'X01', description: 'Elsewhere' } }));
    expect((await profile('FAR-AWAY')).body).toMatchObject({ loadError: 'staff_record_not_found', user: null });
  });

  it('F-007: signs in staff of a national area, and tells the other services their region', async () => {
    gateway.upstreams.staff.set('NATIONAL', staffDetail({ probationArea: { code: 'N43', description: 'NSD' } }));
    expect((await profile('NATIONAL')).body).toMatchObject({ loadError: null, user: { region: { name: 'National' } } });
    expect((await updates('NATIONAL')).map(({ data }) => data['probationRegionCode'])).toEqual(['N43']);
  });

  it('F-007: says of an area it has no region for which one it is, in the answer and in a metric', async () => {
    gateway.upstreams.staff.set('ELSEWHERE', staffDetail({ probationArea: { code: 'ZZ9', description: 'Elsewhere' } }));
    expect((await profile('ELSEWHERE')).body).toEqual({
      deliusUsername: 'ELSEWHERE',
      loadError: 'staff_record_not_found',
      user: null,
      unsupportedProbationRegion: 'ZZ9',
    });
    expect((await profile('STRANGER')).body).not.toHaveProperty('unsupportedProbationRegion');
    const { body } = await gateway.app.request.get<string>('/metrics');
    expect(body).toContain('throughcare_staff_without_region{service="integration-gateway",area="ZZ9"} 1');
  });

  it('F-007: looks again, also when only reading, at a member whose area had no region', async () => {
    await profile('ELSEWHERE');
    gateway.upstreams.staff.set('ELSEWHERE', staffDetail({ probationArea: { code: 'N33', description: 'Humber' } }));
    expect((await profile('ELSEWHERE', '?readOnly=true')).body.user.region.name).toBe('Yorkshire & The Humber');
  });

  it('makes a member inactive whose staff record is gone', async () => {
    await profile('LEAVER');
    gateway.upstreams.staff.delete('LEAVER');
    expect((await profile('LEAVER')).body).toMatchObject({ loadError: 'staff_record_not_found' });
    expect((await updates('LEAVER')).map(({ data }) => data['isActive'])).toEqual([true, false]);
  });

  it('refuses a token without the probation role, and none', async () => {
    const prison = await gateway.app.as({ username: 'NOMIS_USER', authorities: ['ROLE_PRISON'] });
    expect((await prison.get('/profile/v2')).status).toBe(403);
    expect((await gateway.app.request.get('/profile/v2')).status).toBe(401);
  });

  describe('roles', () => {
    const grant = async (caller: string, username: string, body: object) =>
      (await as(caller)).put(`/staff/${username}/roles`, body);

    it('are granted by the seed file before a first sign-in', async () => {
      expect((await profile('ADMIN')).body.user.roles).toEqual(['assessor', 'admin']);
    });

    it('are set by an administrator and told to the other services', async () => {
      const { status, body } = await grant('ADMIN', 'john-smith', { roles: ['CAS3_ASSESSOR', 'CAS3_REPORTER'] });
      expect([status, body]).toEqual([200, { username: 'JOHN-SMITH', roles: ['CAS3_ASSESSOR', 'CAS3_REPORTER'] }]);
      expect((await updates('JOHN-SMITH')).at(-1)?.data['roles']).toEqual(['CAS3_ASSESSOR', 'CAS3_REPORTER']);
      expect((await grant('ADMIN', 'JOHN-SMITH', { roles: [] })).body).toMatchObject({ roles: ['CAS3_REFERRER'] });
    });

    it('are not set by anyone else', async () => {
      expect((await grant('JOHN-SMITH', 'JOHN-SMITH', { roles: ['CAS3_ADMIN'] })).status).toBe(403);
      expect((await profile('JOHN-SMITH')).body.user.roles).toEqual(['referrer']);
    });

    it.each(['...', '%2E%2E%2E', 'x'.repeat(199), '%20', 'a%00b', 'tab%09'])(
      'F-067: are refused for what is no name of staff, without asking nDelius: %s',
      async (name) => {
        const before = gateway.upstreams.calls.length;
        expect((await grant('ADMIN', name, { roles: ['CAS3_ASSESSOR'] })).status).toBe(400);
        expect(gateway.upstreams.calls).toHaveLength(before);
      },
    );

    it('are not given to someone nDelius does not know', async () => {
      expect((await grant('ADMIN', 'STRANGER', { roles: ['CAS3_ASSESSOR'] })).status).toBe(404);
    });

    it.each([{ roles: ['CAS3_KING'] }, { roles: 'CAS3_ADMIN' }, {}])(
      'that make no sense are refused: %p',
      async (body) => {
        expect((await grant('ADMIN', 'JOHN-SMITH', body)).status).toBe(400);
      },
    );

    it('once revoked are not brought back by the same seed file', async () => {
      await grant('ADMIN', 'ADMIN', { roles: ['CAS3_ADMIN'] });
      const staff = gateway.app.app.get(StaffService);
      const before = (await updates('ADMIN')).length;
      await staff.seed([{ username: 'admin', roles: ['CAS3_ADMIN', 'CAS3_ASSESSOR'] }]);
      expect((await profile('ADMIN')).body.user.roles).toEqual(['admin']);
      expect(await updates('ADMIN')).toHaveLength(before);
    });
  });
});
