import { newId } from '@throughcare/events/ids';
import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBookingBody, type Place } from '../testing/booking-app';
import { toOverlap } from '../search/search.reply';
import { CROYDON, WALES } from '../testing/builders';
import { ARRIVAL, CANCELLATION, DEPARTURE } from '../testing/stay-desk';

const SECRET = 'SECRET note about somebody';
const ADDRESS = ['12 Church Street', 'CR0 1AA'];

let booking: BookingApp;
let assessor: TestRequest;
let place: Place;
let path: string;
let bookings: string;

/** Somebody booked, confirmed and arrived, with notes; then the caller is barred from them. */
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff();
  place = await booking.aPlace(assessor);
  bookings = `/cas3/v2/premises/${place.premisesId}/bookings`;
  const crn = booking.aPerson('X900004', { name: 'Hidden Name' });
  const { body } = await assessor.post<{ id: string }>(bookings, aBookingBody(place, { crn }));
  path = `${bookings}/${body.id}`;
  await assessor.post(`${path}/confirmations`, { notes: SECRET });
  await assessor.post(`${path}/arrivals`, { ...ARRIVAL, notes: SECRET });
  await assessor.post(`${path}/extensions`, { newDepartureDate: '2026-03-20', notes: SECRET });
  booking.aHiddenPerson(crn);
});
afterAll(() => booking?.close());

describe('F-003: somebody barred from a person', () => {
  it.each([
    ['one booking', () => `/cas3/v2/bookings/${path.split('/').at(-1)}`],
    ['one booking of a property', () => path],
    ['the bookings of a property', () => bookings],
  ])('reads %s without name and notes', async (_, address) => {
    const { status, body } = await assessor.get(address());
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain('RestrictedPerson');
    expect(JSON.stringify(body)).not.toMatch(/SECRET|Hidden/);
  });

  it.each(['', 'crnOrName=X900004', 'crnOrName=hidden', 'sortField=name'])(
    'finds no address and no name by searching %p',
    async (query) => {
      const { status, body } = await assessor.get(`/cas3/v2/bookings/search?${query}`);
      expect(status).toBe(200);
      for (const hidden of [...ADDRESS, 'Hidden']) expect(JSON.stringify(body)).not.toContain(hidden);
    },
  );

  it('sees no sexual risk of who stays there, only that somebody does', async () => {
    await assessor.post(`/cas3/v2/premises/${place.premisesId}/bedspaces`, {
      reference: 'Free room',
      startDate: '2026-03-02',
      characteristicIds: [],
    });
    const { body } = await assessor.post<{ results: { overlaps: object[] }[] }>('/cas3/v2/bedspaces/search', {
      startDate: '2026-03-03',
      durationDays: 7,
      probationDeliveryUnits: [CROYDON],
    });
    expect(body.results[0]?.overlaps).toEqual([
      expect.objectContaining({ crn: 'X900004', name: 'Limited Access Offender', sex: null, isSexualRisk: false }),
    ]);
  });

  it.each([
    ['FullPerson', true],
    ['UnknownPerson', true],
    ['RestrictedPerson', false],
  ] as const)('is told the sexual risk of a %s: %p', (type, told) => {
    const full = { name: 'A', dateOfBirth: '1990-01-01', sex: 'Male', status: 'Unknown' } as const;
    const neighbour = { bookingId: 'b', premisesId: 'p', bedspaceId: 's', assessmentId: null, days: 2 };
    const overlap = toOverlap({ ...neighbour, crn: 'X1', isSexualRisk: true }, { type, crn: 'X1', ...full });
    expect(overlap.isSexualRisk).toBe(told);
  });

  it.each([
    ['confirmations', {}],
    ['arrivals', ARRIVAL],
    ['departures', DEPARTURE],
    ['cancellations', CANCELLATION],
    ['extensions', { newDepartureDate: '2026-03-21' }],
    ['overstays', { newDepartureDate: '2026-06-21', isAuthorised: true, reason: 'late' }],
    ['turnarounds', { workingDays: 3 }],
  ])('cannot press %s, and nothing is recorded', async (button, body) => {
    const recorded = async () => (await booking.query('select count(*)::int as n from booking_action'))[0];
    const before = await recorded();
    const reply = await assessor.post<{ code: string }>(`${path}/${button}`, body);
    expect([reply.status, reply.body.code]).toEqual([403, 'PERSON_RESTRICTED']);
    expect(await recorded()).toEqual(before);
  });
});

describe('F-008: a booking that another service asks about in a caller’s name', () => {
  it.each([
    ['its own region', {}, 200],
    ['another region', { regionId: WALES }, 403],
    ['its own region, as a referrer', { roles: ['CAS3_REFERRER' as const] }, 403],
  ])('is answered to staff of %s with %p %p', async (_, member, status) => {
    const caller = await booking.staff(member);
    expect((await caller.get(`/cas3/v2/bookings/${path.split('/').at(-1)}`)).status).toBe(status);
  });

  it('is 404 when there is none', async () => {
    expect((await assessor.get(`/cas3/v2/bookings/${newId()}`)).status).toBe(404);
  });
});
