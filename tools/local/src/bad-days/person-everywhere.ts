// One person with papers in every service, and every route that leads to them: for tests of who sees whom.
import { type Stay, arrive, book, confirm } from '../flow/placement';
import { type Reference, readReference } from '../flow/reference';
import {
  accept,
  allocate,
  assessmentOf,
  createReferral,
  saveReferral,
  submissionOf,
  submitReferral,
  type Wish,
} from '../flow/referral';
import { freePlace, journeyUnit, stayDates } from '../journey/free-place';
import { SERVICES } from '../settings';
import { type TestSystem, control, eventually, startTestSystem } from './kit';

export const person = { crn: 'X900009', noms: 'A9009AA' };
export const NOTE = 'SECRETNOTE';
/** What may reach nobody who is barred: name, date of birth, prison number, what colleagues wrote. */
export const SECRETS = ['Member-09', '1980-01-10', person.noms, NOTE];
export const BARRED = ['CAST_01', 'CAST_02', 'CAST_03', 'CAST_04', 'CAST_09'];
export const OTHER_REGION = ['CAST_05', 'CAST_06'];
export const OTHER_PRISON = 'CAST_90';

/** Operators, machines and probes have tests of their own; none of these is on the edge. */
const NOT_FOR_STAFF = /^\/(ops|queue-admin|health|info|metrics|v3|events|risks|risk-levels|people-index)(\/|$)/;

/** Writes that name nobody: estate, reference lists and staff. */
export const ABOUT_NOBODY = [
  'POST /cas3/v2/premises',
  'PUT /cas3/v2/premises/{premisesId}',
  'POST /cas3/v2/premises/{premisesId}/bedspaces',
  'PUT /cas3/v2/premises/{premisesId}/bedspaces/{bedspaceId}',
  'POST /cas3/v2/premises/{premisesId}/bedspaces/{bedspaceId}/void-bedspaces',
  'PUT /cas3/v2/premises/{premisesId}/bedspaces/{bedspaceId}/void-bedspaces/{voidBedspaceId}',
  'PUT /cas3/v2/premises/{premisesId}/bedspaces/{bedspaceId}/void-bedspaces/{voidBedspaceId}/cancellations',
  ...['', '/bedspaces/{bedspaceId}'].flatMap((below) => [
    `POST /cas3/v2/premises/{premisesId}${below}/archive`,
    `POST /cas3/v2/premises/{premisesId}${below}/unarchive`,
    `PUT /cas3/v2/premises/{premisesId}${below}/cancel-archive`,
    `PUT /cas3/v2/premises/{premisesId}${below}/cancel-unarchive`,
  ]),
  'PUT /reference-data/{list}/{id}',
  'POST /reference-data/{list}',
  'POST /reference-data/probation-delivery-units/replacements',
  ...(['PUT /staff/{username}/roles', 'PUT /profile/notifications'] as const),
];

/** Anybody may refer anybody they may see, wherever in the country. */
export const NOT_REGIONAL = [
  'POST /cas3/applications',
  'POST /cas3/v2/premises',
  // What they choose for themselves.
  'PUT /profile/notifications',
];

const day = stayDates().arrivalDate;
/** Bodies that are whole, so that only access can be what refuses them. A new write stands here or among those above. */
export const WRITES: Readonly<Record<string, unknown>> = {
  'POST /cas3/applications': { crn: person.crn, convictionId: 1, deliusEventNumber: '1', offenceId: 'M1' },
  'PUT /cas3/applications/{applicationId}': { data: {} },
  'DELETE /cas3/applications/{applicationId}': undefined,
  'POST /cas3/applications/{applicationId}/risks': undefined,
  'POST /cas3/applications/{applicationId}/revisions/{revision}/restoration': undefined,
  'POST /cas3/applications/{applicationId}/withdrawal': { reasonId: 'f47ac10b-58cc-4372-a567-0e02b2c3d475' },
  'POST /cas3/applications/{applicationId}/amendments': { reason: 'seen', data: {} },
  'PUT /cas3/assessments/{assessmentId}': { releaseDate: day },
  'POST /cas3/assessments/{assessmentId}/acceptance': { document: {} },
  'POST /cas3/assessments/{assessmentId}/closure': undefined,
  'POST /cas3/assessments/{assessmentId}/reallocateToMe': undefined,
  'DELETE /cas3/assessments/{assessmentId}/allocations': undefined,
  'POST /cas3/assessments/{assessmentId}/referral-history-notes': { message: 'seen' },
  'POST /cas3/assessments/{assessmentId}/alerts/acknowledgements': { alert: 'none' },
  'POST /cas3/v2/bookings/{bookingId}/alerts/dismissals': { alert: 'none' },
  'POST /tasks/assessment/{id}/allocations': {},
  'DELETE /tasks/assessment/{id}/allocations': undefined,
  'POST /cas3/v2/premises/{premisesId}/bookings/{bookingId}/confirmations': { notes: '' },
  'POST /cas3/v2/premises/{premisesId}/bookings/{bookingId}/extensions': { newDepartureDate: day },
  'POST /cas3/v2/premises/{premisesId}/bookings/{bookingId}/turnarounds': { workingDays: 3 },
  'PUT /sync/operations/{operationId}/resolution': { outcome: 'sent' },
  'PATCH /resettlement-passport/prisoner/{nomsId}/pathway-with-case-note': {
    pathway: 'HEALTH',
    status: 'DONE',
    caseNoteText: 'seen',
  },
};
/** Bodies that need an id of a list, known once the system runs. */
export const later: Record<string, unknown> = {};
const aVoid = { startDate: day, endDate: day, reasonId: crypto.randomUUID() };
/** Whole bodies of the estate, sent by other regions only: who may, would change it. */
export const estate: Record<string, unknown> = {
  'POST /cas3/v2/premises/{premisesId}/bedspaces': { reference: 'Room 99', startDate: day, characteristicIds: [] },
  'PUT /cas3/v2/premises/{premisesId}/bedspaces/{bedspaceId}': { reference: 'Room 98', characteristicIds: [] },
  'POST /cas3/v2/premises/{premisesId}/bedspaces/{bedspaceId}/void-bedspaces': aVoid,
  'PUT /cas3/v2/premises/{premisesId}/bedspaces/{bedspaceId}/void-bedspaces/{voidBedspaceId}': aVoid,
  'POST /cas3/v2/premises/{premisesId}/archive': { endDate: day },
  'POST /cas3/v2/premises/{premisesId}/unarchive': { restartDate: day },
  'POST /cas3/v2/premises/{premisesId}/bedspaces/{bedspaceId}/archive': { endDate: day },
  'POST /cas3/v2/premises/{premisesId}/bedspaces/{bedspaceId}/unarchive': { restartDate: day },
  'PUT /staff/{username}/roles': { roles: [] },
  'PUT /profile/notifications': { email: true },
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

/** The running system, its routes, and the ids of the person's papers; filled by `begin`. */
export const world = {
  test: undefined as unknown as TestSystem,
  routes: [] as readonly Route[],
  values: {} as Readonly<Record<string, string>>,
};

export const nameOf = ({ method, template }: Route) => `${method} ${template}`;
export const isWrite = ({ method, template }: Route) => method !== 'GET' && !/(search|summaries)$/.test(template);

const readRoutes = async (): Promise<Route[]> => {
  const documents = await Promise.all(
    SERVICES.map(async (name) => {
      const reply = await fetch(`http://127.0.0.1:${world.test.system.settings.ports[name]}/v3/api-docs`);
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
  ((await control(world.test.system, 'auth', 'POST', '/tokens', { username })) as { access_token: string })
    .access_token;

export const ask = async (
  username: string,
  route: Route,
  over: Readonly<Record<string, string>> = {},
  bodies: Readonly<Record<string, unknown>> = {},
): Promise<Answer> => {
  const path = route.template.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => over[name] ?? world.values[name] ?? `no-${name}`,
  );
  const body = { ...WRITES, ...later, ...searches(), ...bodies }[nameOf(route)];
  const query = QUERIES[route.template];
  const reply = await fetch(`${world.test.system.edge}${path}${query ? `?${query}` : ''}`, {
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
  'POST /cas3/v2/bedspaces/placement-search': {
    startDate: day,
    nights: 7,
    probationDeliveryUnits: [world.values['unitId']],
  },
  'POST /people/summaries': { crns: [person.crn] },
  'POST /cas3/v2/bedspaces/search': {
    startDate: day,
    durationDays: 7,
    probationDeliveryUnits: [world.values['unitId']],
  },
});

export const secretsIn = (text: string) => SECRETS.filter((secret) => text.includes(secret));

/** Everything the person's rows are at, so that a write that slipped through would show. */
export const stateOf = async () => {
  const { rows } = await world.test.database.query<{ what: string }>(
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
  const { api } = world.test.context;
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
  const nobody = { operationId: crypto.randomUUID(), username: 'CAST_03', slug: 'person-arrived', revision: '1' };
  const id = {
    id: assessmentId,
    nomsId: person.noms,
    eventId: crypto.randomUUID(),
    voidBedspaceId: crypto.randomUUID(),
  };
  world.values = {
    ...stay,
    ...id,
    ...nobody,
    listName: 'active',
    applicationId,
    assessmentId,
    draftId,
    unitId: wish.unitId,
  };
  await writeBodies(reference, stay, wish);
};

/** Bodies of writes that are whole but for who sends them. */
const writeBodies = async (reference: Reference, stay: Stay, wish: Wish) => {
  const { api } = world.test.context;
  const dates = stayDates();
  estate['PUT /cas3/v2/premises/{premisesId}'] = {
    reference: 'Taken over',
    addressLine1: '1 Other Street',
    postcode: 'CR0 1AA',
    characteristicIds: [],
    probationRegionId: reference.region('London'),
    probationDeliveryUnitId: wish.unitId,
  };
  later['POST /cas3/applications/{applicationId}/submission'] = submissionOf(wish);
  later['POST /cas3/v2/premises/{premisesId}/bookings'] = {
    serviceName: 'temporary-accommodation',
    crn: person.crn,
    bedspaceId: stay.bedspaceId,
    arrivalDate: dates.departureDate,
    departureDate: '2027-12-01',
    enableTurnarounds: true,
  };
  const at = (button: string) => `POST /cas3/v2/premises/{premisesId}/bookings/{bookingId}/${button}`;
  later[at('arrivals')] = { type: 'CAS3', arrivalDate: day, expectedDepartureDate: dates.departureDate, notes: 'seen' };
  later[at('departures')] = {
    dateTime: `${day}T00:00:00.000Z`,
    reasonId: reference.departureReason('Planned Move on'),
    moveOnCategoryId: reference.moveOnCategory('Rental accommodation - social rental'),
    notes: '',
  };
  const reasons = await api.get<{ id: string }[]>('CAST_02', '/reference-data/cancellation-reasons');
  later[at('cancellations')] = { date: day, reason: reasons[0]?.id, notes: '' };
  const absences = await api.get<{ id: string }[]>('CAST_02', '/reference-data/non-arrival-reasons');
  later[at('non-arrivals')] = { reasonId: absences[0]?.id };
  later['POST /cas3/v2/bookings/{bookingId}/moves'] = { bedspaceId: stay.bedspaceId, movedOn: day };
  later[at('dates')] = { arrivalDate: day, departureDate: dates.departureDate };
  later[at('overstays')] = { newDepartureDate: dates.departureDate, isAuthorised: true, reason: 'late' };
  const rejections = await api.get<{ id: string }[]>('CAST_02', '/reference-data/referral-rejection-reasons');
  later['POST /cas3/assessments/{assessmentId}/rejection'] = {
    document: {},
    rejectionRationale: 'default',
    isWithdrawn: false,
    referralRejectionReasonId: rejections[0]?.id,
  };
};

/** Starts everything and lets the person through it. */
export const begin = async () => {
  world.test = await startTestSystem();
  await live();
  world.routes = await readRoutes();
};
