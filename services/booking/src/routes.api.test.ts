import { lists } from '@throughcare/reference/lists';
import type { StaffMember } from '@throughcare/platform/staff';
import { PersonDied } from '@throughcare/events/person-died.v1';
import { anEvent, everyRoute, type TestRequest } from '@throughcare/platform/testing';
import { CustodyEvents } from './custody/custody.events';
import { BookingApp, aBedspaceBody, aBookingBody, aPremisesBody, type Place } from './testing/booking-app';
import { CARDIFF, CROYDON, FAILED_TO_ARRIVE, LAMBETH, LONDON } from './testing/builders';
import { LISTS_OF_PEOPLE } from './testing/lists-of-people';
import { ARRIVAL, CANCELLATION, DEPARTURE } from './testing/stay-desk';

const CRN = 'X900001';
const BOOKING = '/cas3/v2/premises/:premisesId/bookings/:bookingId';
const STAYS = '2026-03-02';
/** What has to happen before a button may be pressed. */
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  arrivals: ['confirmations'],
  departures: ['confirmations', 'arrivals'],
  extensions: ['confirmations', 'arrivals'],
  moves: ['confirmations', 'arrivals'],
  overstays: ['confirmations', 'arrivals'],
};

/** Long after the stay. */
const VOID = {
  startDate: '2026-08-03',
  endDate: '2026-08-05',
  reasonId: lists.offered('void-bedspace-reasons')[0]?.id,
};
const VOIDS = '/cas3/v2/premises/:premisesId/bedspaces/:bedspaceId/void-bedspaces';

/** An item of a reference list, which is nobody's, and a list of bookings. */
const ITEM = { list: 'probation-delivery-units', id: CROYDON, listName: 'provisional' };

/** A new property with one bedspace, in the state in which this button can be pressed. */
const closing = async (api: TestRequest, path: string, button: string) => {
  if (!/archive/.test(button) || button === 'archive') return;
  const isReturn = button.endsWith('unarchive');
  await api.post(`${path}/archive`, { endDate: isReturn ? STAYS : '2026-03-20' });
  if (button === 'cancel-unarchive') await api.post(`${path}/unarchive`, { restartDate: '2026-03-10' });
};

/** Something that staff can dismiss. */
const died = (app: BookingApp) => {
  const events = app.test.app.get(CustodyEvents);
  const at = `${STAYS}T04:00:00.000Z`;
  const death = anEvent(PersonDied, { crn: CRN, nomsNumber: 'A9001AA', occurredAt: at, verifiedAt: at });
  return app.deliver(events.moved.bind(events), death);
};

const papers = async (app: BookingApp, { username, regionId }: StaffMember, route = '') => {
  const api = await app.test.as({ username, authorities: ['ROLE_PROBATION'], expiresIn: 366 * 86_400 });
  const unit = { probationRegionId: regionId, probationDeliveryUnitId: regionId === LONDON ? CROYDON : CARDIFF };
  const place = await app.aPlace(api, unit);
  await app.nobodyIsBooked();
  if (route === 'POST /cas3/v2/premises/:premisesId/bookings') return { ...place, ...ITEM };
  const button = route.split('/').at(-1) ?? '';
  if (/archive$/.test(button)) {
    const property = `/cas3/v2/premises/${place.premisesId}`;
    await closing(api, route.includes('bedspaceId') ? `${property}/bedspaces/${place.bedspaceId}` : property, button);
    return { ...place, ...ITEM };
  }
  const bookings = `/cas3/v2/premises/${place.premisesId}/bookings`;
  const { body } = await api.post<{ id: string }>(bookings, aBookingBody(place, { crn: CRN }));
  if (button === 'dismissals') await died(app);
  const rooms = `/cas3/v2/premises/${place.premisesId}/bedspaces`;
  const aVoid = await api.post<{ id: string }>(`${rooms}/${place.bedspaceId}/void-bedspaces`, VOID);
  for (const before of BEFORE[button] ?? [])
    await api.post(`${bookings}/${body.id}/${before}`, before === 'arrivals' ? ARRIVAL : {});
  const { bedspaceId: otherBedspaceId } = button === 'moves' ? await app.aPlace(api, unit) : place;
  return { ...place, ...ITEM, otherBedspaceId, bookingId: body.id, voidBedspaceId: aVoid.body.id };
};

const start = async () => {
  const app = await BookingApp.start(`${STAYS}T12:00:00Z`);
  app.aPerson(CRN);
  return app;
};

everyRoute(start, {
  lists: LISTS_OF_PEOPLE,
  papers,
  enrol: (app, member) => app.gateway.addStaff(member),
  hide: (app, isHidden) => (isHidden ? app.aHiddenPerson(CRN) : app.aPerson(CRN)),
  secrets: ['Ada Byron', '1990-01-01', 'A9001AA'],
  queries: {
    'GET /subject-access-request': `crn=${CRN}`,
    'GET /cas3/v2/premises/search': 'premisesStatus=online',
    'GET /cas3/reference-data': 'type=PREMISES_CHARACTERISTICS',
  },
  bodies: {
    'POST /cas3/v2/bookings/:bookingId/alerts/dismissals': () => ({ alert: `died-${STAYS}` }),
    'PUT /reference-data/:list/:id': () => ({ isActive: true }),
    'POST /reference-data/:list': () => ({ name: 'New', deliusCodes: ['N07NEWU'], probationRegionId: LONDON }),
    'POST /reference-data/probation-delivery-units/replacements': () => ({ from: [CROYDON], to: [{ id: LAMBETH }] }),
    'POST /cas3/v2/premises': () => aPremisesBody(),
    'PUT /cas3/v2/premises/:premisesId': () => aPremisesBody(),
    'POST /cas3/v2/premises/:premisesId/bedspaces': () => aBedspaceBody(),
    'PUT /cas3/v2/premises/:premisesId/bedspaces/:bedspaceId': () => aBedspaceBody(),
    'POST /cas3/v2/bedspaces/search': () => ({ startDate: STAYS, durationDays: 7, probationDeliveryUnits: [CROYDON] }),
    'POST /cas3/v2/bedspaces/placement-search': () => ({
      startDate: STAYS,
      nights: 7,
      probationDeliveryUnits: [CROYDON],
    }),
    'POST /cas3/v2/premises/:premisesId/bookings': (ids) => aBookingBody(ids as unknown as Place, { crn: CRN }),
    ...Object.fromEntries(
      ['', '/bedspaces/:bedspaceId'].flatMap((below) => [
        [`POST /cas3/v2/premises/:premisesId${below}/archive`, () => ({ endDate: '2026-03-20' })],
        [`POST /cas3/v2/premises/:premisesId${below}/unarchive`, () => ({ restartDate: '2026-03-10' })],
        [`PUT /cas3/v2/premises/:premisesId${below}/cancel-archive`, () => ({})],
        [`PUT /cas3/v2/premises/:premisesId${below}/cancel-unarchive`, () => ({})],
      ]),
    ),
    [`POST ${VOIDS}`]: () => ({ ...VOID, startDate: '2026-09-07', endDate: '2026-09-07' }),
    [`PUT ${VOIDS}/:voidBedspaceId`]: () => ({ ...VOID, costCentre: 'SUPPLIER' }),
    [`PUT ${VOIDS}/:voidBedspaceId/cancellations`]: () => ({ cancellationNotes: '' }),
    [`POST ${BOOKING}/confirmations`]: () => ({ notes: '' }),
    [`POST ${BOOKING}/arrivals`]: () => ARRIVAL,
    [`POST ${BOOKING}/departures`]: () => DEPARTURE,
    [`POST ${BOOKING}/cancellations`]: () => CANCELLATION,
    [`POST ${BOOKING}/dates`]: () => ({ arrivalDate: '2026-03-03', departureDate: '2026-03-17' }),
    [`POST ${BOOKING}/non-arrivals`]: () => ({ reasonId: FAILED_TO_ARRIVE }),
    'POST /cas3/v2/bookings/:bookingId/moves': (ids) => ({ bedspaceId: ids['otherBedspaceId'], movedOn: STAYS }),
    [`POST ${BOOKING}/extensions`]: () => ({ newDepartureDate: '2026-03-20', notes: '' }),
    [`POST ${BOOKING}/overstays`]: () => ({ newDepartureDate: '2026-07-01', isAuthorised: true, reason: 'late' }),
    [`POST ${BOOKING}/turnarounds`]: () => ({ workingDays: 3 }),
  },
});
