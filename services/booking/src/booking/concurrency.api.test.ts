import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBookingBody, type Place } from '../testing/booking-app';
import { REJECTED_PLACEMENT } from '../testing/builders';

let booking: BookingApp;
let assessor: TestRequest;
let place: Place;
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff();
  booking.aPerson('X900001');
});
beforeEach(async () => {
  await booking.nobodyIsBooked();
  place = await booking.aPlace(assessor);
});
afterAll(() => booking?.close());

const bookings = () => `/cas3/v2/premises/${place.premisesId}/bookings`;
const all = <T>(count: number, act: (at: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, at) => act(at)));

describe('people pressing at the same moment', () => {
  it('fifty who book one bedspace get one booking and 49 answers that name it', async () => {
    for (let at = 0; at < 50; at += 1) booking.aPerson(`X9100${String(at).padStart(2, '0')}`);
    const answers = await all(50, (at) => {
      const crn = `X9100${String(at).padStart(2, '0')}`;
      // different, but all over the same nights
      const dates = { arrivalDate: `2026-03-${10 + (at % 5)}`, departureDate: `2026-03-${20 + (at % 7)}` };
      return assessor.post<{ id: string; detail: string }>(bookings(), aBookingBody(place, { crn, ...dates }));
    });
    const made = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status === 409);
    expect([made.length, refused.length]).toEqual([1, 49]);
    for (const { body } of refused) expect(body.detail.split(' ').at(-1)).toBe(made[0]?.body.id);
    expect(await booking.query('select id from booking where bedspace_id = $1', [place.bedspaceId])).toHaveLength(1);
    expect(await booking.told(made[0]?.body.id ?? '')).toHaveLength(1);
  });

  it('many who book different bedspaces all get one', async () => {
    const places = await all(8, () => booking.aPlace(assessor));
    const answers = await all(8, (at) => {
      const to = places[at] ?? place;
      return assessor.post(`/cas3/v2/premises/${to.premisesId}/bookings`, aBookingBody(to, { crn: booking.someone() }));
    });
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
  });

  const confirmed = async () => {
    const { body } = await assessor.post<{ id: string }>(bookings(), aBookingBody(place));
    return `${bookings()}/${body.id}`;
  };
  const told = async (path: string) =>
    (await booking.told(path.split('/').at(-1) ?? '')).map(({ type, version }) => `${version} ${type}`);

  it('two who confirm tell it once', async () => {
    const path = await confirmed();
    const answers = await all(5, () => assessor.post(`${path}/confirmations`, {}));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409]);
    expect(await told(path)).toEqual([
      '1 accommodation.cas3.booking.provisionally-made',
      '2 accommodation.cas3.booking.confirmed',
    ]);
  });

  it('two who record the same arrival tell it once', async () => {
    const path = await confirmed();
    await assessor.post(`${path}/confirmations`, {});
    const body = { type: 'CAS3', arrivalDate: '2026-03-02', expectedDepartureDate: '2026-03-16' };
    const answers = await all(4, () => assessor.post(`${path}/arrivals`, body));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect((await told(path)).slice(2)).toEqual(['3 accommodation.cas3.person.arrived']);
  });

  it('one who confirms and one who cancels end in one story', async () => {
    const path = await confirmed();
    const cancellation = { date: '2026-03-02', reason: REJECTED_PLACEMENT };
    await Promise.all([
      assessor.post(`${path}/confirmations`, {}),
      assessor.post(`${path}/cancellations`, cancellation),
    ]);
    const story = await told(path);
    expect(story.map((line) => line.split(' ')[0])).toEqual(story.map((_, at) => String(at + 1)));
    expect(story.at(-1)).toContain('booking.cancelled');
  });

  it('one who books and one who extends into the same days do not both get them', async () => {
    const path = await confirmed();
    await assessor.post(`${path}/confirmations`, {});
    await assessor.post(`${path}/arrivals`, { arrivalDate: '2026-03-02', expectedDepartureDate: '2026-03-16' });
    const next = aBookingBody(place, {
      crn: booking.someone(),
      arrivalDate: '2026-03-20',
      departureDate: '2026-03-27',
    });
    const answers = await Promise.all([
      assessor.post(`${path}/extensions`, { newDepartureDate: '2026-03-23' }),
      assessor.post(bookings(), next),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });
});
