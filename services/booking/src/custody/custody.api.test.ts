import { PersonReceived } from '@throughcare/events/person-received.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import type { TestRequest } from '@throughcare/platform/testing';
import { anEvent, resetKeys } from '@throughcare/platform/testing';
import { BookingApp, aBookingBody } from '../testing/booking-app';
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
  booking.deliver(
    handlers.moved.bind(handlers),
    anEvent(PersonReleased, { nomsNumber, crn, occurredAt, verifiedAt: occurredAt, ...over }),
  );
const received = (occurredAt = EVENING, verifiedAt = occurredAt) =>
  booking.deliver(handlers.moved.bind(handlers), anEvent(PersonReceived, { nomsNumber, crn, occurredAt, verifiedAt }));
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
    await booking.nobodyIsBooked();
    expect(await shown(await aBooking())).toMatchObject({ releasedAt: null });
  });

  it('F-075: is repaired by a reset of the person, from history', async () => {
    const path = await aBooking();
    await released();
    await booking.query(`update custody_view set in_custody = true, verified_at = '2099-01-01' where crn = $1`, [crn]);
    await booking.query('update booking set released_at = null where crn = $1', [crn]);
    await resetKeys(booking.test, 'booking.custody', [crn]);
    await released();
    expect(await shown(path)).toMatchObject({ releasedAt: MORNING });
  });

  it('that comes after the later return does not undo it', async () => {
    const path = await aBooking();
    await received(EVENING);
    await released(MORNING);
    expect(await shown(path)).toMatchObject({ releasedAt: null });
  });

  it('is lifted when the prison takes it back, though the admission it tells again is older', async () => {
    const path = await aBooking();
    await released();
    await received('2026-01-10T09:00:00.000Z', EVENING);
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
    const place = await booking.aPlace(assessor);
    const path = `/cas3/v2/premises/${place.premisesId}/bookings`;
    // holds the booking back in the middle of its transaction, when it has already looked for a release
    const holder = booking.test.db.createQueryRunner();
    await holder.startTransaction();
    await holder.query('lock table booking_action in share mode');
    const made = assessor.post<{ id: string }>(path, aBookingBody(place, { crn }));
    await waiting(1);
    const told = released();
    await Promise.race([told, waiting(2)]);
    await holder.commitTransaction();
    await holder.release();
    const [{ body }] = await Promise.all([made, told]);
    expect(await shown(`${path}/${body.id}`)).toMatchObject({ releasedAt: MORNING });
  });
});

/** Resolves when so many sessions of this database wait for a lock. */
const waiting = async (count: number): Promise<void> => {
  const sql = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await booking.query(sql)).length < count) await new Promise((resolve) => setTimeout(resolve, 20));
};
