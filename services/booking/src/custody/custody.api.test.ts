import { PersonReceived } from '@throughcare/events/person-received.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBookingBody, anEvent } from '../testing/booking-app';
import { CustodyEvents } from './custody.events';

let booking: BookingApp;
let assessor: TestRequest;
let handlers: CustodyEvents;
let nomsNumber: string;
let crn: string;
let person = 0;
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff();
  handlers = booking.test.app.get(CustodyEvents);
});
beforeEach(() => {
  person += 1;
  nomsNumber = `B${1000 + person}BB`;
  crn = booking.aPerson(`X92000${person}`, { nomsNumber });
});
afterAll(() => booking?.close());

const MORNING = '2026-03-02T09:05:00.000Z';
const EVENING = '2026-03-02T18:00:00.000Z';
const released = (occurredAt = MORNING, over: object = {}) =>
  booking.deliver(handlers.released.bind(handlers), anEvent(PersonReleased, { nomsNumber, crn, occurredAt, ...over }));
const received = (occurredAt = EVENING) =>
  booking.deliver(handlers.received.bind(handlers), anEvent(PersonReceived, { nomsNumber, crn, occurredAt }));
const aBooking = async () => {
  const place = await booking.aPlace(assessor);
  const path = `/cas3/v2/premises/${place.premisesId}/bookings`;
  const { body } = await assessor.post<{ id: string }>(path, aBookingBody(place, { crn }));
  return `${path}/${body.id}`;
};
const shown = async (path: string) => (await assessor.get<{ releasedAt: string | null; status: string }>(path)).body;

describe('a release', () => {
  it('marks the booking and starts no stay', async () => {
    const path = await aBooking();
    await released();
    expect(await shown(path)).toMatchObject({ releasedAt: MORNING, status: 'provisional' });
    expect(await booking.told(path.split('/').at(-1) ?? '')).toHaveLength(1);
  });

  it('told ten times marks it once', async () => {
    const path = await aBooking();
    for (let at = 0; at < 10; at += 1) await released();
    expect(await shown(path)).toMatchObject({ releasedAt: MORNING });
    expect(await booking.query('select 1 from custody_view where noms_number = $1', [nomsNumber])).toHaveLength(1);
  });

  it('told before the booking is made marks it too', async () => {
    await released();
    expect(await shown(await aBooking())).toMatchObject({ releasedAt: MORNING });
  });

  it('is lifted when the person is back in custody', async () => {
    const path = await aBooking();
    await released();
    await received();
    expect(await shown(path)).toMatchObject({ releasedAt: null });
    expect(await shown(await aBooking())).toMatchObject({ releasedAt: null });
  });

  it('that comes after the later return does not undo it', async () => {
    const path = await aBooking();
    await received(EVENING);
    await released(MORNING);
    expect(await shown(path)).toMatchObject({ releasedAt: null });
  });

  it('finds a booking made without a prison number by its CRN', async () => {
    booking.aPerson(crn, { nomsNumber: null });
    const path = await aBooking();
    await released();
    expect(await shown(path)).toMatchObject({ releasedAt: MORNING });
  });

  it('leaves stays that have begun and bookings of others alone', async () => {
    const path = await aBooking();
    await assessor.post(`${path}/confirmations`);
    await assessor.post(`${path}/arrivals`, { arrivalDate: '2026-03-02', expectedDepartureDate: '2026-03-16' });
    await released();
    expect(await shown(path)).toMatchObject({ releasedAt: null, status: 'arrived' });
    crn = booking.aPerson('X929999', { nomsNumber: 'B9999BB' });
    expect(await shown(await aBooking())).toMatchObject({ releasedAt: null });
  });

  it('and a booking at the same moment see one another', async () => {
    const attempts = Array.from({ length: 5 }, async (_, at) => {
      nomsNumber = `C${1000 + at}CC`;
      crn = booking.aPerson(`X93000${at}`, { nomsNumber });
      const place = await booking.aPlace(assessor);
      return { place, crn, nomsNumber };
    });
    for (const { place, ...who } of await Promise.all(attempts)) {
      const path = `/cas3/v2/premises/${place.premisesId}/bookings`;
      const [made] = await Promise.all([
        assessor.post<{ id: string }>(path, aBookingBody(place, { crn: who.crn })),
        released(MORNING, who),
      ]);
      expect(await shown(`${path}/${made.body.id}`)).toMatchObject({ releasedAt: MORNING });
    }
  });
});
