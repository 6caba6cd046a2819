import { londonDate } from '@throughcare/base/calendar';
import type { TestRequest } from '@throughcare/platform/testing';
import { TestGateway } from '../testing/gateway';
import { recordEverything } from '../testing/records';

jest.setTimeout(60_000);

const [CRN, NOMS] = ['X900001', 'A9001AA'];
const ROUTES = [
  '/people/{}/offences',
  '/people/{}/adjudications',
  '/people/{}/acct-alerts',
  '/people/{}/oasys/sections',
  '/cas3/people/{}/oasys/riskManagement',
  '/cas3/people/{}/risk-profile',
];

describe('what other systems hold about a person', () => {
  let gateway: TestGateway;
  let api: TestRequest;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    const { cases, refusals } = gateway.upstreams;
    cases.set(CRN, { crn: CRN, nomsId: NOMS });
    cases.set('X900003', { crn: 'X900003' });
    cases.set('X900004', { crn: 'X900004', nomsId: 'A9004AA', currentExclusion: true });
    refusals.set('CAST_01', new Set(['X900004']));
    recordEverything(gateway.upstreams, CRN, NOMS, londonDate(new Date()));
    api = await gateway.app.as({ username: 'CAST_01', authorities: ['ROLE_PROBATION'] });
  });
  afterAll(() => gateway.close());
  afterEach(() => gateway.upstreams.mend());
  const get = (route: string, crn = CRN) => api.get(route.replace('{}', crn));

  it.each(ROUTES)('%s: 404 in the body too for an unknown CRN, 403 for whom the caller may not see', async (route) => {
    const unknown = await get(route, 'X000000');
    expect([unknown.status, unknown.body]).toEqual([404, expect.objectContaining({ status: 404 })]);
    const barred = await get(route, 'X900004');
    expect([barred.status, barred.body]).toEqual([403, expect.objectContaining({ code: 'PERSON_RESTRICTED' })]);
  });

  it.each(ROUTES)('%s: takes the CRN as it is typed, and shows nobody while nDelius is away', async (route) => {
    expect((await get(route, ' x900001 ')).status).toBe(200);
    gateway.upstreams.break('/ndelius/users/access');
    expect((await get(route)).status).toBe(503);
  });

  it.each(ROUTES)('%s: asks no other system about whom the caller may not see', async (route) => {
    gateway.upstreams.calls.length = 0;
    await get(route, 'X900004');
    expect(gateway.upstreams.calls.filter((call) => !/summaries|users\/access|oauth/.test(call))).toEqual([]);
  });

  it.each(ROUTES)('%s: is noted before it is answered', async (route) => {
    await get(route);
    const noted = await gateway.app.db.query<{ entry: string }[]>(
      `select ops_audit::text as entry from ops_audit order by 1`,
    );
    const path = `GET ${route.replace('{}', ':crn')}`;
    expect(noted.some(({ entry }) => entry.includes(path) && entry.includes(CRN))).toBe(true);
  });

  describe('offences', () => {
    it('are those of nDelius, in its order', async () => {
      expect((await get('/people/{}/offences')).body).toEqual([
        {
          deliusEventNumber: '1',
          offenceDescription: 'Offence One',
          offenceId: 'M3',
          convictionId: 2_500_000_001,
          offenceDate: '2022-11-12',
          mainOffence: true,
          mainCategoryDescription: 'Main category one',
          subCategoryDescription: 'Sub category one',
        },
        expect.objectContaining({ offenceId: 'A5', mainOffence: false, offenceDate: null }),
      ]);
    });

    it('B3.3: a missing date is null, and none is lost', async () => {
      const offence = {
        main: true,
        eventNumber: '1',
        eventId: 2_500_297_061,
        mainCategoryDescription: 'Theft offences',
      };
      gateway.upstreams.cases.set('X710326', { crn: 'X710326' });
      gateway.upstreams.records.details.set('X710326', {
        offences: [
          { ...offence, id: 'M2500297061', description: 'Theft from the person of another' },
          { ...offence, id: 'M2500297062', description: 'Burglary in a dwelling', date: '2026-05-03', main: false },
        ],
      });
      const { body } = await get('/people/{}/offences', 'X710326');
      expect(body).toMatchObject([
        { offenceId: 'M2500297061', offenceDate: null },
        { offenceId: 'M2500297062', offenceDate: '2026-05-03' },
      ]);
    });

    it('are 503, never an empty list, when nDelius does not answer about them', async () => {
      gateway.upstreams.break(`/ndelius/probation-cases/${CRN}`);
      expect((await get('/people/{}/offences')).status).toBe(503);
      gateway.upstreams.break(`/ndelius/probation-cases/${CRN}`, 200, { offences: 'many' });
      expect((await get('/people/{}/offences')).status).toBe(503);
    });
  });

  describe('adjudications and ACCT alerts', () => {
    it('are those of the prison', async () => {
      expect((await get('/people/{}/adjudications')).body).toHaveLength(3);
      expect((await get('/people/{}/acct-alerts')).body).toHaveLength(2);
    });

    it.each(['/people/{}/adjudications', '/people/{}/acct-alerts'])(
      '%s: 404 in the body for a person without a prison number',
      async (route) => {
        const { status, body } = await get(route, 'X900003');
        expect([status, body]).toEqual([404, expect.objectContaining({ status: 404, code: 'PRISON_NUMBER_MISSING' })]);
      },
    );

    it('of a number that the prison does not know: 404, or none', async () => {
      gateway.upstreams.cases.set('X900005', { crn: 'X900005', nomsId: 'A9005AA' });
      expect((await get('/people/{}/adjudications', 'X900005')).body).toMatchObject({ status: 404 });
      expect((await get('/people/{}/acct-alerts', 'X900005')).body).toEqual([]);
    });

    it.each([
      ['/people/{}/adjudications', '/prison'],
      ['/people/{}/acct-alerts', '/alerts'],
    ])('%s: 503 when they cannot be asked, also by a 404 that is not the owner’s', async (route, prefix) => {
      for (const status of [500, 403, 404]) {
        gateway.upstreams.break(prefix, status);
        expect((await get(route)).status).toBe(503);
      }
    });

    it('are read to the last page', async () => {
      const { results, agencies } = gateway.upstreams.records.adjudications.get(NOMS) as {
        results: object[];
        agencies: object[];
      };
      const calls = () => gateway.upstreams.calls.filter((call) => call.endsWith('/adjudications')).length;
      gateway.upstreams.cases.set('X900006', { crn: 'X900006', nomsId: 'A9006AA' });
      const full = Array.from({ length: 100 }, () => results[0] as object);
      gateway.upstreams.records.adjudications.set('A9006AA', { results: full, agencies });
      gateway.upstreams.calls.length = 0;
      gateway.upstreams.onCall = (path) => {
        if (path.endsWith('/adjudications') && calls() === 2)
          gateway.upstreams.records.adjudications.set('A9006AA', { results: [results[1] as object], agencies });
        return Promise.resolve();
      };
      expect((await get('/people/{}/adjudications', 'X900006')).body).toHaveLength(201);
      gateway.upstreams.onCall = () => Promise.resolve();
      expect(calls()).toBe(2);
    });
  });

  describe('OASys', () => {
    it('gives the sections that existing clients read', async () => {
      const { status, body } = await get('/people/{}/oasys/sections');
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({
          assessmentId: 1_310_103,
          assessmentState: 'Incomplete',
          dateCompleted: null,
          riskManagementPlan: expect.arrayContaining([
            expect.objectContaining({ questionNumber: 'RM30', label: 'Supervision' }),
          ]),
        }),
      ]);
    });

    it('gives the plan although another section fails, whose place is empty then', async () => {
      gateway.upstreams.break('/oasys/needs-details');
      const { status, body } = await get('/people/{}/oasys/sections');
      expect([status, body]).toMatchObject([200, { supportingInformation: [], offenceDetails: expect.any(Array) }]);
    });

    it('that cannot be asked for the plan is 503; that has none is 404 on the older route', async () => {
      gateway.upstreams.break('/oasys');
      expect((await get('/people/{}/oasys/sections')).status).toBe(503);
      expect((await get('/cas3/people/{}/oasys/riskManagement')).status).toBe(503);
      gateway.upstreams.mend();
      expect((await get('/people/{}/oasys/sections', 'X900003')).body).toMatchObject({ status: 404 });
    });

    it('that has no assessment of the last six months says so, unless any age will do', async () => {
      gateway.upstreams.records.oasys.set('risk-management-plan/X900003', {
        initiationDate: '2020-01-01T10:00:00Z',
        riskManagementPlan: { supervision: 'Weekly' },
      });
      const path = '/cas3/people/{}/oasys/riskManagement';
      const none = { assessmentMetadata: { hasApplicableAssessment: false } };
      expect((await get(path, 'X900003')).body).toMatchObject(none);
      expect((await get(`${path}?suitabilityStrategy=something_new`, 'X900003')).body).toMatchObject(none);
      expect((await get(`${path}?suitabilityStrategy=allow_all`, 'X900003')).body).toMatchObject({
        assessmentMetadata: { hasApplicableAssessment: true },
      });
    });
  });

  describe('risks', () => {
    const profile = async () => (await get('/cas3/people/{}/risk-profile')).body;

    it('are all four', async () => {
      expect(await profile()).toMatchObject({
        crn: CRN,
        roshRisks: { status: 'retrieved', value: { overallRisk: 'High' } },
        mappa: { status: 'retrieved' },
        tier: { status: 'retrieved', value: { level: 'A1' } },
        flags: { status: 'retrieved', value: ['Description of ARSO'] },
      });
    });

    it.each([
      ['/oasys', { roshRisks: { status: 'error' }, tier: { status: 'retrieved' }, mappa: { status: 'retrieved' } }],
      ['/tier', { roshRisks: { status: 'retrieved' }, tier: { status: 'error' } }],
      [`/ndelius/probation-cases/${CRN}`, { mappa: { status: 'error' }, flags: { status: 'error' } }],
    ])('without %s lack what it knows, marked', async (prefix, expected) => {
      for (const [status, body] of [
        [503, '<html>'],
        [403, {}],
        [404, '<html>'],
        [200, '<html>'],
      ] as const) {
        gateway.upstreams.break(prefix, status, body);
        expect(await profile()).toMatchObject(expected);
      }
    });

    it('wait for a slow source no longer than its deadline', async () => {
      gateway.upstreams.onCall = (path) =>
        path.startsWith('/tier') ? new Promise((resolve) => setTimeout(resolve, 2_500)) : Promise.resolve();
      const started = performance.now();
      expect(await profile()).toMatchObject({ tier: { status: 'error' }, roshRisks: { status: 'retrieved' } });
      gateway.upstreams.onCall = () => Promise.resolve();
      expect(performance.now() - started).toBeLessThan(4_000);
    });

    it('are given to the service that keeps referrals, and to no member of staff', async () => {
      const service = await gateway.app.as({
        clientId: 'throughcare-referral',
        authorities: ['ROLE_THROUGHCARE__RISKS_RO'],
      });
      expect((await service.get(`/risks/${CRN}`)).body).toMatchObject({ tier: { status: 'retrieved' } });
      expect((await api.get(`/risks/${CRN}`)).status).toBe(403);
    });
  });
});
