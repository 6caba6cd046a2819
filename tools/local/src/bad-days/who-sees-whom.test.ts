// Every route of every service, asked by people who may not see the person it is about, on the real services together.
import { type Stay, arrive, book, confirm } from '../flow/placement';
import { readReference } from '../flow/reference';
import {
  accept,
  allocate,
  assessmentOf,
  createReferral,
  saveReferral,
  submissionOf,
  submitReferral,
} from '../flow/referral';
import { freePlace, journeyUnit, stayDates } from '../journey/free-place';
import { SERVICES } from '../settings';
import { PATIENCE_MS, type TestSystem, control, eventually, startTestSystem } from './kit';

jest.setTimeout(600_000);

const person = { crn: 'X900009', noms: 'A9009AA' };
const NOTE = 'SECRETNOTE';
/** What may reach nobody who is barred: name, date of birth, prison number, what colleagues wrote. */
const SECRETS = ['Member-09', '1980-01-10', person.noms, NOTE];
const BARRED = ['CAST_01', 'CAST_02', 'CAST_03', 'CAST_04', 'CAST_09'];
const OTHER_REGION = ['CAST_05', 'CAST_06'];
const OTHER_PRISON = 'CAST_90';

/** Operators, machines and probes have tests of their own; none of these is on the edge. */
const NOT_FOR_STAFF = /^\/(ops|queue-admin|health|info|metrics|v3|events)(\/|$)/;

/** Writes that name nobody: estate and staff. */
const ABOUT_NOBODY = [
  'POST /cas3/v2/premises',
  'PUT /cas3/v2/premises/{premisesId}',
  'POST /cas3/v2/premises/{premisesId}/bedspaces',
  'PUT /cas3/v2/premises/{premisesId}/bedspaces/{bedspaceId}',
  'PUT /staff/{username}/roles',
];

/** Anybody may refer anybody they may see, wherever in the country. */
const NOT_REGIONAL = ['POST /cas3/applications', 'POST /cas3/v2/premises'];

const day = stayDates().arrivalDate;
/** Bodies that are whole, so that only access can be what refuses them. A new write stands here or among those above. */
const WRITES: Readonly<Record<string, unknown>> = {
  'POST /cas3/applications': { crn: person.crn, convictionId: 1, deliusEventNumber: '1', offenceId: 'M1' },
  'PUT /cas3/applications/{applicationId}': { data: {} },
  'DELETE /cas3/applications/{applicationId}': undefined,
  'PUT /cas3/assessments/{assessmentId}': { releaseDate: day },
  'POST /cas3/assessments/{assessmentId}/acceptance': { document: {} },
  'POST /cas3/assessments/{assessmentId}/closure': undefined,
  'POST /cas3/assessments/{assessmentId}/reallocateToMe': undefined,
  'DELETE /cas3/assessments/{assessmentId}/allocations': undefined,
  'POST /cas3/assessments/{assessmentId}/referral-history-notes': { message: 'seen' },
  'POST /tasks/assessment/{id}/allocations': {},
  'DELETE /tasks/assessment/{id}/allocations': undefined,
  'POST /cas3/v2/premises/{premisesId}/bookings/{bookingId}/confirmations': { notes: '' },
  'POST /cas3/v2/premises/{premisesId}/bookings/{bookingId}/extensions': { newDepartureDate: day },
  'POST /cas3/v2/premises/{premisesId}/bookings/{bookingId}/turnarounds': { workingDays: 3 },
  'PUT /sync/operations/{operationId}/resolution': { outcome: 'sent' },
  'PATCH /resettlement-passport/prisoner/{nomsId}/pathway-with-case-note': {
    ...{ pathway: 'HEALTH', status: 'DONE', caseNoteText: 'seen' },
  },
};
/** Bodies that need an id of a list, known once the system runs. */
const later: Record<string, unknown> = {};
/** Whole bodies of the estate, sent by other regions only: who may, would change it. */
const estate: Record<string, unknown> = {
  'POST /cas3/v2/premises/{premisesId}/bedspaces': { reference: 'Room 99', startDate: day, characteristicIds: [] },
  'PUT /cas3/v2/premises/{premisesId}/bedspaces/{bedspaceId}': { reference: 'Room 98', characteristicIds: [] },
  'PUT /staff/{username}/roles': { roles: [] },
};

const QUERIES: Readonly<Record<string, string>> = {
  '/people/search': `crn=${person.crn}`,
  '/cas3/assessments': 'statuses=in_review&crnOrName=Member-09',
  '/cas3/v2/bookings/search': 'crnOrName=Member-09',
  '/cas3/v2/premises/search': 'premisesStatus=online',
};

interface Route {
  readonly method: string;
  readonly template: string;
}
interface Answer {
  readonly status: number;
  readonly text: string;
}

let test: TestSystem;
let routes: readonly Route[];
let values: Readonly<Record<string, string>>;

const nameOf = ({ method, template }: Route) => `${method} ${template}`;
const isWrite = ({ method, template }: Route) => method !== 'GET' && !/(search|summaries)$/.test(template);

const readRoutes = async (): Promise<Route[]> => {
  const documents = await Promise.all(
    SERVICES.map(async (name) => {
      const reply = await fetch(`http://127.0.0.1:${test.system.settings.ports[name]}/v3/api-docs`);
      return (await reply.json()) as { paths: Record<string, Record<string, unknown>> };
    }),
  );
  return documents
    .flatMap(({ paths }) => Object.entries(paths))
    .filter(([template]) => !NOT_FOR_STAFF.test(template))
    .flatMap(([template, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), template })),
    );
};

const tokenOf = async (username: string) =>
  ((await control(test.system, 'auth', 'POST', '/tokens', { username })) as { access_token: string }).access_token;

const ask = async (
  username: string,
  route: Route,
  over: Readonly<Record<string, string>> = {},
  bodies: Readonly<Record<string, unknown>> = {},
): Promise<Answer> => {
  const path = route.template.replaceAll(/\{(\w+)\}/g, (_, name: string) => over[name] ?? values[name] ?? `no-${name}`);
  const body = { ...WRITES, ...later, ...searches(), ...bodies }[nameOf(route)];
  const query = QUERIES[route.template];
  const reply = await fetch(`${test.system.edge}${path}${query ? `?${query}` : ''}`, {
    method: route.method,
    headers: {
      authorization: `Bearer ${await tokenOf(username)}`,
      'x-service-name': 'temporary-accommodation',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: reply.status, text: await reply.text() };
};

const searches = () => ({
  'POST /people/summaries': { crns: [person.crn] },
  'POST /cas3/v2/bedspaces/search': {
    ...{ startDate: day, durationDays: 7, probationDeliveryUnits: [values['unitId']] },
  },
});

const secretsIn = (text: string) => SECRETS.filter((secret) => text.includes(secret));

/** Everything the person's rows are at, so that a write that slipped through would show. */
const stateOf = async () => {
  const { rows } = await test.database.query<{ what: string }>(
    `select json_build_array(
       (select json_agg(b order by b.id) from booking.booking b where b.crn = $1),
       (select count(*) from booking.booking_action),
       (select json_agg(a order by a.id) from assessment.assessment a where a.crn = $1),
       (select json_agg(a order by a.id) from referral.application a where a.crn = $1),
       (select count(*) from passport.pathway_change))::text as what`,
    [person.crn],
  );
  return rows[0]?.what;
};

/** One person through referral, assessment and stay, with notes, a draft beside it, and a pathway that somebody wrote about. */
const live = async () => {
  const { api } = test.context;
  const reference = await readReference(api, 'CAST_02');
  const dates = stayDates();
  const wish = { crn: person.crn, unitId: reference.unit(journeyUnit), arrivalDate: day, releaseDate: day };
  const applicationId = await createReferral(api, 'CAST_01', person.crn);
  await saveReferral(api, 'CAST_01', applicationId, wish);
  await submitReferral(api, 'CAST_01', applicationId, wish);
  const { id: assessmentId } = await assessmentOf(api, 'CAST_02', applicationId);
  await allocate(api, 'CAST_02', assessmentId);
  await accept(api, 'CAST_02', assessmentId);
  await api.post('CAST_02', `/cas3/assessments/${assessmentId}/referral-history-notes`, { message: NOTE });
  const place = await freePlace(api, reference);
  const stay: Stay = await eventually(
    () => book(api, 'CAST_02', { ...place, crn: person.crn, assessmentId, ...dates }),
    Boolean,
  );
  const path = `/cas3/v2/premises/${stay.premisesId}/bookings/${stay.bookingId}`;
  await confirm(api, 'CAST_02', stay);
  await arrive(api, 'CAST_02', stay, dates.arrivalDate, dates.departureDate);
  await api.post('CAST_02', `${path}/extensions`, { newDepartureDate: dates.departureDate, notes: NOTE });
  const passport = `/resettlement-passport/prisoner/${person.noms}`;
  const note = { pathway: 'HEALTH', status: 'IN_PROGRESS', caseNoteText: NOTE };
  await api.call('CAST_10', 'PATCH', `${passport}/pathway-with-case-note`, note);
  const draftId = await createReferral(api, 'CAST_01', person.crn);
  const nobody = { operationId: crypto.randomUUID(), username: 'CAST_03', slug: 'person-arrived' };
  const id = { id: assessmentId, nomsId: person.noms, eventId: crypto.randomUUID() };
  values = { ...stay, ...id, ...nobody, applicationId, assessmentId, draftId, unitId: wish.unitId };
  estate['PUT /cas3/v2/premises/{premisesId}'] = {
    ...{ reference: 'Taken over', addressLine1: '1 Other Street', postcode: 'CR0 1AA', characteristicIds: [] },
    ...{ probationRegionId: reference.region('London'), probationDeliveryUnitId: wish.unitId },
  };
  later['POST /cas3/applications/{applicationId}/submission'] = submissionOf(wish);
  later['POST /cas3/v2/premises/{premisesId}/bookings'] = {
    ...{ serviceName: 'temporary-accommodation', crn: person.crn, bedspaceId: stay.bedspaceId },
    ...{ arrivalDate: dates.departureDate, departureDate: '2027-12-01', enableTurnarounds: true },
  };
  const at = (button: string) => `POST /cas3/v2/premises/{premisesId}/bookings/{bookingId}/${button}`;
  later[at('arrivals')] = { type: 'CAS3', arrivalDate: day, expectedDepartureDate: dates.departureDate, notes: 'seen' };
  later[at('departures')] = {
    ...{ dateTime: `${day}T00:00:00.000Z`, reasonId: reference.departureReason('Planned Move on') },
    ...{ moveOnCategoryId: reference.moveOnCategory('Rental accommodation - social rental'), notes: '' },
  };
  const reasons = await api.get<{ id: string }[]>('CAST_02', '/reference-data/cancellation-reasons');
  later[at('cancellations')] = { date: day, reason: reasons[0]?.id, notes: '' };
  later[at('overstays')] = { newDepartureDate: dates.departureDate, isAuthorised: true, reason: 'late' };
  const rejections = await api.get<{ id: string }[]>('CAST_02', '/reference-data/referral-rejection-reasons');
  later['POST /cas3/assessments/{assessmentId}/rejection'] = {
    ...{ document: {}, rejectionRationale: 'default', isWithdrawn: false },
    referralRejectionReasonId: rejections[0]?.id,
  };
};

beforeAll(async () => {
  test = await startTestSystem();
  await live();
  routes = await readRoutes();
}, 2 * PATIENCE_MS);
afterAll(() => test?.close(), 120_000);

describe('who sees whom', () => {
  it('knows every write: what it sends, or that it is about nobody', () => {
    const known = new Set([...Object.keys({ ...WRITES, ...later }), ...ABOUT_NOBODY]);
    expect(routes.length).toBeGreaterThan(50);
    expect(
      routes
        .filter(isWrite)
        .map(nameOf)
        .filter((name) => !known.has(name)),
    ).toEqual([]);
  });

  it('shows the person, with notes, to those who may see them: the test would see a leak', async () => {
    const seen = async (username: string, template: string) =>
      secretsIn((await ask(username, { method: 'GET', template })).text);
    expect(await seen('CAST_02', '/cas3/v2/premises/{premisesId}/bookings/{bookingId}')).toEqual(SECRETS);
    expect(await seen('CAST_02', '/cas3/timeline/{assessmentId}')).toContain(NOTE);
    expect(await seen('CAST_02', '/cas3/v2/bookings/search')).toContain('Member-09');
    expect(await seen('CAST_10', '/resettlement-passport/prisoner/{nomsId}')).toContain(person.noms);
    expect(await seen('CAST_10', '/resettlement-passport/prisoner/{nomsId}/pathways/history')).toContain(NOTE);
  });

  it.each(OTHER_REGION)('refuses or leaves out everything for %s of another region', async (username) => {
    const before = await stateOf();
    for (const route of routes.filter(
      (one) => !/^\/people\//.test(one.template) && !NOT_REGIONAL.includes(nameOf(one)),
    )) {
      const { status, text } = await ask(username, route, {}, estate);
      expect([nameOf(route), status, secretsIn(text)]).toEqual([nameOf(route), expect.any(Number), []]);
      if (isWrite(route)) expect([nameOf(route), status]).toEqual([nameOf(route), 403]);
    }
    expect(await stateOf()).toBe(before);
  });

  it('hides people of other prisons from prison staff, as if they were unknown', async () => {
    const user = { authSource: 'nomis', authorities: ['ROLE_RESETTLEMENT_PASSPORT_EDIT'], caseloads: ['LEI'] };
    await control(test.system, 'auth', 'PUT', `/users/${OTHER_PRISON}`, user);
    const before = await stateOf();
    for (const route of routes.filter(({ template }) => template.includes('{nomsId}'))) {
      const { status, text } = await ask(OTHER_PRISON, route);
      const unknown = await ask(OTHER_PRISON, route, { nomsId: 'A0000AA' });
      expect([nameOf(route), [403, 404].includes(status), secretsIn(text)]).toEqual([nameOf(route), true, []]);
      if (route.template.startsWith('/resettlement-passport')) expect([status, unknown.status]).toEqual([404, 404]);
    }
    expect(await stateOf()).toBe(before);
  });

  describe('once nDelius bars somebody from the person', () => {
    beforeAll(async () => {
      const exclusions = BARRED.map((username) => ({ username }));
      await control(test.system, 'ndelius', 'PUT', `/people/${person.crn}`, { exclusions });
    });

    it.each(BARRED)('tells %s neither name nor notes on any route, and takes no write', async (username) => {
      const before = await stateOf();
      for (const route of routes) {
        const { status, text } = await ask(username, route);
        expect([nameOf(route), secretsIn(text)]).toEqual([nameOf(route), []]);
        if (!isWrite(route) || ABOUT_NOBODY.includes(nameOf(route))) continue;
        expect([nameOf(route), status, [403, 404].includes(status)]).toEqual([nameOf(route), status, true]);
      }
      expect(await stateOf()).toBe(before);
    });

    it('lets nobody go on with a draft they had begun', async () => {
      for (const route of routes.filter(({ template }) => template.includes('{applicationId}'))) {
        const { status, text } = await ask('CAST_01', route, { applicationId: values['draftId'] ?? '' });
        expect([nameOf(route), status, secretsIn(text)]).toEqual([nameOf(route), 403, []]);
      }
    });

    it('still shows the person to their prison, which nDelius does not limit', async () => {
      const { status, text } = await ask('CAST_10', {
        method: 'GET',
        template: '/resettlement-passport/prisoner/{nomsId}',
      });
      expect([status, secretsIn(text)]).toEqual([200, expect.arrayContaining([person.noms])]);
    });
  });
});
