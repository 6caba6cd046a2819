import { startStandIns, until, type Started } from '../testing';
import { Queues } from '../testing/queues';

jest.setTimeout(60_000);

/** The filter of our subscription is not tested here. */
const EVERYTHING = JSON.stringify({ eventType: [{ prefix: '' }] });

interface Told {
  readonly eventType: string;
  readonly personReference: { readonly identifiers: readonly { readonly value: string }[] };
}

describe('records of people', () => {
  let started: Started;
  let token: string;
  beforeAll(async () => {
    started = await startStandIns(['auth', 'ndelius', 'prison-api', 'messaging'], { HMPPS_QUEUE_FILTER: EVERYTHING });
    token = await started.clientToken();
  });
  afterAll(() => started.close());

  const get = async <T>(of: 'ndelius' | 'prison-api', path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${started.url(of)}${path}`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as T };
  };

  it('keeps what the control API is given: offences, registrations, MAPPA and who the person is', async () => {
    const offence = {
      id: 'M2500297061',
      description: 'Theft',
      mainCategoryDescription: 'Theft offences',
      subCategoryDescription: 'Theft',
      main: true,
      eventNumber: '1',
      eventId: 2_500_297_061,
    };
    const profile = { nationality: 'British', religion: 'None', ethnicity: 'White', genderIdentity: 'Male' };
    await started.control('ndelius').put('/people/X710326', { offences: [offence], profile });
    const { body } = await get('ndelius', '/probation-cases/X710326/details');
    expect(body).toMatchObject({ case: { crn: 'X710326', profile }, offences: [offence], registrations: [] });
    await started.control('ndelius').put('/people/X710326', { surname: 'Other' });
    expect((await get('ndelius', '/probation-cases/X710326/details')).body).toMatchObject({ offences: [offence] });
  });

  it('has the person of the public front end’s scenarios: one offence, in custody, with records', async () => {
    expect((await get('ndelius', '/probation-cases/X371199/details')).body).toMatchObject({
      case: { name: { forename: 'Ben', surname: 'Davies' }, gender: 'Male', nomsId: 'A7779DY' },
      offences: [{ id: 'M2500403796', eventId: 2_500_403_796 }],
    });
    expect((await get('prison-api', '/api/offenders/A7779DY')).body).toMatchObject({ inOutStatus: 'IN' });
    expect((await get('ndelius', '/oasys/rosh/X371199')).body).toMatchObject({ assessmentStatus: 'COMPLETE' });
    expect((await get('ndelius', '/tier/v2/crn/X371199/tier')).body).toMatchObject({ tierScore: expect.any(String) });
  });

  it('reads the newest full assessment by the day it was begun, finished or not', async () => {
    const newer = { assessmentId: 7, initiationDate: '2099-01-01T10:00:00Z', assessmentStatus: 'OPEN' };
    const brief = { ...newer, assessmentId: 8, initiationDate: '2099-02-01T10:00:00Z', assessmentType: 'LAYER1' };
    for (const one of [newer, brief]) await started.control('ndelius').post('/people/X900037/assessments?tell=no', one);
    expect((await get('ndelius', '/oasys/rosh/X900037')).body).toMatchObject({ assessmentId: 7, dateCompleted: null });
  });

  it('wants the role that each owner wants', async () => {
    const other = await started.clientToken('throughcare-ops', started.config.OPS_CLIENT_SECRET);
    for (const [of, path] of [
      ['ndelius', '/oasys/rosh/X900001'],
      ['ndelius', '/tier/v2/crn/X900001/tier'],
      ['ndelius', '/documents/X900001/all'],
      ['prison-api', '/api/offenders/A9001AA/adjudications'],
      ['prison-api', '/alerts/prisoners/A9001AA/alerts'],
    ] as const) {
      expect((await get(of, path, { authorization: `Bearer ${other}` })).status).toBe(403);
      expect((await get(of, path, { authorization: '' })).status).toBe(401);
    }
  });

  it('pages adjudications by headers, newest first, and alerts by query', async () => {
    const charges = [{ offenceCode: '51:2D', offenceDescription: 'Detains somebody' }];
    const rows = [1, 2, 3].map((day) => ({
      adjudicationNumber: day,
      reportTime: `2026-01-0${day}T10:00:00`,
      agencyId: 'MDI',
      charges,
    }));
    await started.control('prison-api').put('/people/A9001AA/adjudications', rows);
    const page = await get<{ results: { adjudicationNumber: number }[]; agencies: object[] }>(
      'prison-api',
      '/api/offenders/A9001AA/adjudications',
      { 'page-offset': '2', 'page-limit': '2' },
    );
    expect(page.body.results.map((row) => row.adjudicationNumber)).toEqual([1]);
    expect([page.headers.get('total-records'), page.body.agencies.length]).toEqual(['3', 1]);
    const alert = { alertUuid: '8cdadcf3-b003-4116-9956-c99bd8df6a00', createdAt: '2026-01-01T10:00:00' };
    await started.control('prison-api').put('/people/A9001AA/alerts', [
      { ...alert, activeFrom: '2026-01-01' },
      { ...alert, activeFrom: '2026-01-01', activeTo: '2026-01-05', code: 'XX' },
    ]);
    const { body } = await get('prison-api', '/alerts/prisoners/A9001AA/alerts?alertCode=HA');
    expect(body).toMatchObject({ totalElements: 1, content: [{ isActive: true }] });
  });

  it('tells of a change as its owner does, unless it is made in silence', async () => {
    const control = started.control('ndelius');
    const queues = new Queues(started);
    const told: Told[] = [];
    const hear = async (): Promise<Told[]> => {
      for (const body of await queues.drain(started.config.HMPPS_QUEUE_NAME))
        told.push(JSON.parse((JSON.parse(body) as { Message: string }).Message) as Told);
      return told;
    };
    await control.put('/people/X900038/tier?tell=no', { tierScore: 'A2' });
    await control.put('/people/X900038/tier', { tierScore: 'B3' });
    const registration = { code: 'WEAP', description: 'Weapons', startDate: '2026-01-01' };
    await control.post('/people/X900038/registrations', registration);
    await control.call('DELETE', '/people/X900038/registrations/WEAP');
    await control.post('/people/X900038/assessments', { assessmentId: 1, initiationDate: '2026-01-01T10:00:00Z' });
    await until(hear, (all) => all.length >= 4);
    expect(told.map(({ eventType }) => eventType).toSorted()).toEqual([
      'assessment.summary.produced',
      'probation-case.registration.added',
      'probation-case.registration.deregistered',
      'tier.calculation.complete',
    ]);
    expect(new Set(told.map(({ personReference }) => personReference.identifiers[0]?.value))).toEqual(
      new Set(['X900038']),
    );
    queues.close();
  });
});
