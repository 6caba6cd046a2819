import type { TestRequest } from '@throughcare/platform/testing';
import { TestGateway } from '../testing/gateway';

jest.setTimeout(30_000);

const probation = { username: 'CAST_01', authorities: ['ROLE_PROBATION'] };
const [PROBATION, PASSPORT] = ['ROLE_PROBATION', 'ROLE_RESETTLEMENT_PASSPORT_EDIT'];
const full = (crn: string, more: object = {}) => expect.objectContaining({ type: 'FullPerson', crn, ...more });

describe('people over HTTP', () => {
  let gateway: TestGateway;
  let api: TestRequest;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    const { cases, refusals } = gateway.upstreams;
    cases.set('X900001', { crn: 'X900001', nomsId: 'A9001AA' });
    cases.set('X900003', { crn: 'X900003' });
    cases.set('X900004', { crn: 'X900004', nomsId: 'A9004AA', currentExclusion: true });
    refusals.set('CAST_01', new Set(['X900004']));
    gateway.upstreams.admit('A9001AA');
    gateway.upstreams.admit('A9004AA');
    gateway.upstreams.release('A9016AA');
    api = await gateway.app.as(probation);
  });
  afterAll(() => gateway.close());
  afterEach(() => gateway.upstreams.mend());

  describe('search', () => {
    it('finds a person by CRN, however it is written, and the prison they are in', async () => {
      const { status, body } = await api.get('/people/search?crn=%20x900001%20');
      expect([status, body]).toEqual([
        200,
        full('X900001', {
          status: 'InCustody',
          prisonName: 'Moorland (HMP & YOI)',
          prisonId: 'MDI',
          nomsNumber: 'A9001AA',
        }),
      ]);
    });

    it('shows only the number of someone this caller may not see, and all to who may', async () => {
      expect((await api.get('/people/search?crn=X900004')).body).toEqual({ type: 'RestrictedPerson', crn: 'X900004' });
      const other = await gateway.app.as({ ...probation, username: 'CAST_02' });
      expect((await other.get('/people/search?crn=X900004')).body).toEqual(full('X900004', { isRestricted: true }));
    });

    it('does not ask the prison about someone who stays hidden', async () => {
      gateway.upstreams.calls.length = 0;
      await api.get('/people/search?crn=X900004');
      expect(gateway.upstreams.calls.filter((call) => call.includes('/prison/'))).toEqual([]);
    });

    it('says 404 with its status in the body for an unknown CRN', async () => {
      const { status, body } = await api.get('/people/search?crn=X000000');
      expect([status, body]).toEqual([404, expect.objectContaining({ status: 404 })]);
    });

    it.each(['', '?crn=', '?crn=%20'])('wants a CRN: %p', async (query) => {
      const { status, body } = await api.get(`/people/search${query}`);
      expect([status, body]).toEqual([
        400,
        expect.objectContaining({ 'invalid-params': [{ propertyName: '$.crn', errorType: 'empty' }] }),
      ]);
    });

    it('leaves the prison blank when it does not answer', async () => {
      gateway.upstreams.break('/prison');
      expect((await api.get('/people/search?crn=X900001')).body).toEqual(
        full('X900001', { status: 'Unknown', prisonName: null }),
      );
    });
  });

  describe('summaries', () => {
    const summaries = (crns: unknown) => api.post('/people/summaries', { crns });

    it('are masked for the caller, in the order asked for, with an entry for the unknown', async () => {
      const { status, body } = await summaries(['X900004', 'x900001', 'X000000', 'X900003', 'X900001']);
      expect([status, body]).toEqual([
        200,
        [
          { type: 'RestrictedPerson', crn: 'X900004' },
          full('X900001'),
          { type: 'UnknownPerson', crn: 'X000000' },
          full('X900003', { nomsNumber: null, prisonName: null }),
          full('X900001'),
        ],
      ]);
    });

    it.each([
      ['access', '/ndelius/users/access'],
      ['people', '/ndelius/probation-cases'],
      ['tokens', '/auth'],
    ])('show nobody when nDelius does not answer about %s', async (_, path) => {
      for (const status of [500, 404, 401]) {
        gateway.upstreams.break(path, status);
        const fresh = path === '/auth' ? await TestGateway.start(gateway.upstreams.env) : undefined;
        const caller = fresh ? await fresh.app.as(probation) : api;
        expect((await caller.post('/people/summaries', { crns: ['X900001'] })).status).toBe(503);
        await fresh?.close();
      }
    });

    it('restrict everyone whom the answer about access leaves out', async () => {
      gateway.upstreams.break('/ndelius/users/access', 200, { access: [] });
      expect((await summaries(['X900001'])).body).toEqual([{ type: 'RestrictedPerson', crn: 'X900001' }]);
    });

    it('of nobody are none, and ask nobody', async () => {
      gateway.upstreams.calls.length = 0;
      expect((await summaries([])).body).toEqual([]);
      expect(gateway.upstreams.calls).toEqual([]);
    });

    it('take 500 at once and no more', async () => {
      const crns = Array.from({ length: 501 }, (_, n) => `X${n}`);
      expect((await summaries(crns.slice(0, 500))).status).toBe(200);
      expect((await summaries(crns)).status).toBe(400);
    });

    it.each([undefined, 'X900001', [7]])('want a list of CRNs, not %p', async (crns) => {
      expect((await summaries(crns)).status).toBe(400);
    });

    it('learn which prison number goes with which CRN', async () => {
      await summaries(['X900001', 'X900004']);
      const links = await gateway.app.db.query('select crn, noms_number from identity_link order by crn');
      expect(links).toEqual([
        { crn: 'X900001', noms_number: 'A9001AA' },
        { crn: 'X900004', noms_number: 'A9004AA' },
      ]);
    });

    it('F-047: say where people are as the single search does, in one call, and then without one', async () => {
      const { cases } = gateway.upstreams;
      for (const n of [1, 2, 3]) {
        cases.set(`X97000${n}`, { crn: `X97000${n}`, nomsId: `A970${n}AA` });
        gateway.upstreams[n === 3 ? 'release' : 'admit'](`A970${n}AA`);
      }
      const crns = ['X970001', 'X970002', 'X970003'];
      const search = (await api.get('/people/search?crn=X970001')).body;
      gateway.upstreams.calls.length = 0;
      const { body } = await summaries(crns);
      expect(body).toEqual([
        search,
        full('X970002', { status: 'InCustody', prisonName: 'MDI', prisonId: 'MDI' }),
        full('X970003', { status: 'InCommunity', prisonName: null }),
      ]);
      await summaries(crns);
      const asked = () => gateway.upstreams.calls.filter((call) => call.includes('/prison/'));
      expect(asked()).toEqual(['POST /prison/api/movements/offenders']);
    });

    it('F-047: keep where they are in one write, however many they are', async () => {
      const crns = Array.from({ length: 60 }, (_, n) => `X98${1000 + n}`);
      for (const [n, crn] of crns.entries()) {
        gateway.upstreams.cases.set(crn, { crn, nomsId: `B${1000 + n}BB` });
        gateway.upstreams.admit(`B${1000 + n}BB`);
      }
      await summaries(crns);
      const kept = await gateway.app.db.query<object[]>(
        `select count(*)::int as places, count(distinct xmin::text)::int as writes from seen_place where noms_number like 'B1___BB'`,
      );
      expect(kept).toEqual([{ places: 60, writes: 1 }]);
    });

    it('F-047: are shown without a place while the prison does not answer', async () => {
      gateway.upstreams.cases.set('X970009', { crn: 'X970009', nomsId: 'A9709AA' });
      gateway.upstreams.break('/prison');
      expect((await summaries(['X970009'])).body).toEqual([full('X970009', { status: 'Unknown', prisonName: null })]);
    });
  });

  describe('a prisoner', () => {
    const prisonStaff = () => gateway.app.as({ username: 'NOMIS', authSource: 'nomis', authorities: [PASSPORT] });

    it('is what the prison holds', async () => {
      const { status, body } = await (await prisonStaff()).get('/people/prisoner/a9016aa');
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({
          prisonerNumber: 'A9016AA',
          prisonId: 'OUT',
          firstName: 'TEST',
          age: expect.any(Number),
        }),
      ]);
    });

    it.each(['A0000AA', 'nobody'])('is 404 for %s', async (noms) => {
      expect((await api.get(`/people/prisoner/${noms}`)).status).toBe(404);
    });

    it.each(['delius', 'auth', 'azuread', 'none'])(
      'F-002: is refused to a %s account whom nDelius does not let see them, whatever its roles',
      async (authSource) => {
        for (const authorities of [[PROBATION], [PASSPORT], [PROBATION, PASSPORT]]) {
          const caller = await gateway.app.as({ username: 'CAST_01', authorities, authSource });
          expect((await caller.get('/people/prisoner/A9004AA')).status).toBe(403);
          expect((await caller.get('/people/prisoner/A9001AA')).status).toBe(200);
        }
      },
    );

    it('F-002: is not hidden by nDelius from prison staff', async () => {
      expect((await (await prisonStaff()).get('/people/prisoner/A9004AA')).status).toBe(200);
    });

    describe('F-008: is shown to prison staff', () => {
      const statusFor = async (caseloads: string[] | undefined, noms = 'A9001AA') => {
        gateway.upstreams.caseloads = caseloads;
        return (await (await prisonStaff()).get(`/people/prisoner/${noms}`)).status;
      };
      afterEach(() => {
        gateway.upstreams.caseloads = ['MDI'];
      });

      it.each([
        [['MDI'], 200],
        [['LEI', 'MDI'], 200],
        [['LEI'], 403],
        [[], 403],
        [undefined, 403],
      ])('of their own prisons: %p is %p', async (caseloads, status) => {
        expect(await statusFor(caseloads)).toBe(status);
      });

      it('who left one of their prisons last, or are between it and another', async () => {
        const left = gateway.upstreams.prison.get('A9016AA')?.movement?.['fromAgency'] as string;
        expect(await statusFor([left], 'A9016AA')).toBe(200);
        expect(await statusFor(['ZZI'], 'A9016AA')).toBe(403);
      });

      it('only while it is known where they work', async () => {
        gateway.upstreams.break('/nomis-users', 503);
        expect(await statusFor(['MDI'])).toBe(503);
      });
    });

    it('is unavailable, not absent, when the prison API is', async () => {
      gateway.upstreams.break('/prison', 404, '<html>no such page</html>');
      const { status } = await api.get('/people/prisoner/A9001AA');
      expect(status).toBe(503);
    });
  });

  it.each(['/people/search?crn=X900001', '/people/prisoner/A9001AA'])('%s needs a role', async (path) => {
    const nobody = await gateway.app.as({ username: 'X', authorities: ['ROLE_OTHER'] });
    expect((await nobody.get(path)).status).toBe(403);
    expect((await gateway.app.request.get(path)).status).toBe(401);
  });
});
