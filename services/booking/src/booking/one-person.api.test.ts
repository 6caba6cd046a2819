import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBookingBody, type Place } from '../testing/booking-app';
import { CARDIFF, CROYDON, RECORDING_ERROR, WALES } from '../testing/builders';
import { ARRIVAL, CANCELLATION, DEPARTURE } from '../testing/stay-desk';

let booking: BookingApp;
let assessor: TestRequest;
let here: Place;
let there: Place;
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff();
  booking.aPerson('X900001');
});
beforeEach(async () => {
  jest.setSystemTime(new Date('2026-03-02T12:00:00Z'));
  await booking.nobodyIsBooked();
  [here, there] = [await booking.aPlace(assessor), await booking.aPlace(assessor)];
});
afterAll(() => booking?.close());

type Problem = { id: string; code: string; detail: string; status: string; warnings: { code: string }[] };
const bookings = ({ premisesId }: Place) => `/cas3/v2/premises/${premisesId}/bookings`;
const book = (place: Place, over: object = {}, who = assessor) =>
  who.post<Problem>(bookings(place), aBookingBody(place, over));
const booked = async (place: Place, over: object = {}) => `${bookings(place)}/${(await book(place, over)).body.id}`;
const press = (path: string, button: string, body: object = {}) => assessor.post<Problem>(`${path}/${button}`, body);
const arrived = async (place: Place, over: object = {}, arrival: object = {}) => {
  const path = await booked(place, over);
  await press(path, 'confirmations');
  expect((await press(path, 'arrivals', { ...ARRIVAL, ...arrival })).status).toBe(201);
  return path;
};
const lastWord = ({ body }: { body: Problem }) => body.detail.split(' ').at(-1);
const idOf = (path: string) => path.split('/').at(-1) ?? '';
const shown = async (path: string) => (await assessor.get<Problem>(path)).body;

describe('F-004: one person', () => {
  it('is booked once for the same days; the refusal names the first booking', async () => {
    const first = await booked(here);
    const second = await book(there);
    expect([second.status, second.body.code, lastWord(second)]).toEqual([409, 'PERSON_ALREADY_BOOKED', idOf(first)]);
    expect((await book(there, { arrivalDate: '2026-03-16', departureDate: '2026-03-20' })).status).toBe(201);
  });

  it('is not booked in two regions either', async () => {
    const welsh = await booking.staff({ regionId: WALES, regionCode: 'N03' });
    const cardiff = await booking.aPlace(welsh, { probationRegionId: WALES, probationDeliveryUnitId: CARDIFF });
    const first = await booked(here);
    const second = await book(cardiff, {}, welsh);
    expect([second.status, lastWord(second)]).toEqual([409, idOf(first)]);
  });

  it('whom fifty people book at once, in as many bedspaces, is booked once', async () => {
    const places = await Promise.all(Array.from({ length: 10 }, () => booking.aPlace(assessor)));
    const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => book(places[at % 10] ?? here)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49);
  });

  it('moves to another house: shortened here, booked there, departed here, arrived there', async () => {
    const first = await arrived(here);
    jest.setSystemTime(new Date('2026-03-05T12:00:00Z'));
    expect((await press(first, 'extensions', { newDepartureDate: '2026-03-05' })).status).toBe(201);
    const second = await booked(there, { arrivalDate: '2026-03-05' });
    await press(second, 'confirmations');
    const arrival = { ...ARRIVAL, arrivalDate: '2026-03-05' };
    const early = await press(second, 'arrivals', arrival);
    expect([early.status, early.body.code, lastWord(early)]).toEqual([409, 'PERSON_STAYS_ELSEWHERE', idOf(first)]);
    const departure = { ...DEPARTURE, dateTime: '2026-03-05T00:00:00.000Z' };
    expect((await press(first, 'departures', departure)).status).toBe(201);
    expect((await press(second, 'arrivals', arrival)).status).toBe(201);
  });

  it('cannot be extended into the days of the own next booking', async () => {
    const first = await arrived(here);
    const next = await booked(there, { arrivalDate: '2026-03-16', departureDate: '2026-03-20' });
    const longer = await press(first, 'extensions', { newDepartureDate: '2026-03-17' });
    expect([longer.status, lastWord(longer)]).toEqual([409, idOf(next)]);
  });

  it('is refused by the database itself, whoever writes', async () => {
    const [first, second] = [
      await arrived(here),
      await booked(there, { arrivalDate: '2026-03-16', departureDate: '2026-03-20' }),
    ];
    const write = (set: string, path: string) => booking.query(`update booking set ${set} where id = $1`, [idOf(path)]);
    await expect(write(`arrival_date = '2026-03-15'`, second)).rejects.toMatchObject({
      driverError: { code: '40001', constraint: 'booking_person_in_one_place' },
    });
    await expect(write(`status = 'arrived'`, second)).rejects.toMatchObject({
      driverError: { code: '40001', constraint: 'booking_person_one_stay' },
    });
    await expect(write(`status = 'cancelled'`, first)).resolves.toBeDefined();
  });

  it('leaves the second of two stays that began before this rule, and their departures say so', async () => {
    const first = await arrived(here);
    const second = await booked(there, { arrivalDate: '2026-03-16', departureDate: '2026-03-20' });
    await booking.query(
      `update booking set overlap_known = true, status = 'arrived', arrival_date = '2026-03-02' where id = $1`,
      [idOf(second)],
    );
    await press(first, 'departures', DEPARTURE);
    await press(second, 'departures', DEPARTURE);
    const departures = await Promise.all([first, second].map(async (path) => (await booking.told(idOf(path))).at(-1)));
    expect(departures.map((event) => event?.data['staysAtBookingId'])).toEqual([idOf(second), undefined]);
  });

  it.each([
    ['departures', DEPARTURE, 'person.departed'],
    ['cancellations', { ...CANCELLATION, reason: RECORDING_ERROR }, 'person.arrival-undone'],
  ])('whose one of two old stays ends by %s has the address of the other told again', async (button, body, type) => {
    const first = await arrived(here);
    const second = await booked(there, { arrivalDate: '2026-03-16', departureDate: '2026-03-20' });
    await booking.query(
      `update booking set overlap_known = true, status = 'arrived', arrival_date = '2026-03-02' where id = $1`,
      [idOf(second)],
    );
    await press(second, button, body);
    const [ended, again] = [(await booking.told(idOf(second))).at(-1), (await booking.told(idOf(first))).at(-1)];
    expect([ended?.type.split('cas3.')[1], ended?.data['staysAtBookingId']]).toEqual([type, idOf(first)]);
    expect(again).toMatchObject({
      type: 'accommodation.cas3.person.arrived.updated',
      version: 4,
      key: ended?.key,
      data: { bookingId: idOf(first), arrivedOn: '2026-03-02', notes: expect.stringMatching(/^The person stays here/) },
    });
    await press(first, 'departures', DEPARTURE);
    expect((await booking.told(idOf(second))).at(-1)).toEqual(ended);
  });
});

describe('F-039: a bedspace', () => {
  const found = async () => {
    const { body } = await assessor.post<{ results: { bedspace: { id: string } }[] }>('/cas3/v2/bedspaces/search', {
      startDate: '2026-03-25',
      durationDays: 5,
      probationDeliveryUnits: [CROYDON],
    });
    return body.results.map(({ bedspace }) => bedspace.id);
  };
  const next = { arrivalDate: '2026-03-25', departureDate: '2026-03-29' };

  it('whose stay runs as planned is offered and booked for later days', async () => {
    const path = await arrived(here);
    expect(await found()).toContain(here.bedspaceId);
    expect((await book(here, { crn: booking.someone(), ...next })).status).toBe(201);
    expect((await shown(path)).warnings).toEqual([]);
  });

  it('is held from the planned end on until a departure is recorded, and the stay carries a warning', async () => {
    const path = await arrived(here);
    jest.setSystemTime(new Date('2026-03-17T00:30:00Z'));
    expect((await shown(path)).warnings.map(({ code }) => code)).toEqual(['DEPARTURE_OVERDUE']);
    expect(await found()).not.toContain(here.bedspaceId);
    const refused = await book(here, { crn: booking.someone(), ...next });
    expect([refused.status, refused.body.code, lastWord(refused)]).toEqual([409, 'BOOKING_CLASH', idOf(path)]);
    await press(path, 'departures', { ...DEPARTURE, dateTime: '2026-03-17T00:00:00.000Z' });
    expect(await found()).toContain(here.bedspaceId);
    expect((await book(here, { crn: booking.someone(), ...next })).status).toBe(201);
  });

  it('that someone has not left takes nobody else in, however early they were booked', async () => {
    const path = await arrived(here);
    const after = await booked(here, { crn: booking.someone(), ...next });
    await press(after, 'confirmations');
    jest.setSystemTime(new Date('2026-03-25T12:00:00Z'));
    const arrival = { type: 'CAS3', arrivalDate: '2026-03-25', expectedDepartureDate: '2026-03-29' };
    const refused = await press(after, 'arrivals', arrival);
    expect([refused.status, refused.body.code, lastWord(refused)]).toEqual([
      409,
      'BEDSPACE_STILL_OCCUPIED',
      idOf(path),
    ]);
    // They left on the 25th itself: a fact that the next booking does not refuse.
    expect((await press(path, 'departures', { ...DEPARTURE, dateTime: '2026-03-25T00:00:00.000Z' })).status).toBe(201);
    expect((await press(after, 'arrivals', arrival)).status).toBe(201);
    const later = await press(path, 'departures', { ...DEPARTURE, dateTime: '2026-03-26T00:00:00.000Z' });
    expect(later.status).toBe(400); // in the future
  });

  it('does not take two who have arrived, whoever writes', async () => {
    await arrived(here);
    const after = await booked(here, { crn: booking.someone(), ...next });
    await expect(
      booking.query(`update booking set status = 'arrived' where id = $1`, [idOf(after)]),
    ).rejects.toMatchObject({ driverError: { code: '40001', constraint: 'booking_bed_from_move' } });
  });

  it('is not freed by shortening the stay to a day that has passed', async () => {
    const path = await arrived(here);
    jest.setSystemTime(new Date('2026-03-10T12:00:00Z'));
    const shortened = await press(path, 'extensions', { newDepartureDate: '2026-03-03' });
    expect([shortened.status, shortened.body.code]).toEqual([400, 'INVALID_FIELD']);
  });

  it('shows who is still there as a neighbour after the planned end', async () => {
    const room = await assessor.post<{ id: string }>(`/cas3/v2/premises/${here.premisesId}/bedspaces`, {
      reference: 'Second room',
      startDate: '2026-03-02',
      characteristicIds: [],
    });
    const path = await arrived(here);
    jest.setSystemTime(new Date('2026-03-20T12:00:00Z'));
    const { body } = await assessor.post<{
      results: { bedspace: { id: string }; overlaps: { bookingId: string; days: number }[] }[];
    }>('/cas3/v2/bedspaces/search', { startDate: '2026-03-25', durationDays: 5, probationDeliveryUnits: [CROYDON] });
    const other = body.results.find(({ bedspace }) => bedspace.id === room.body.id);
    expect(other?.overlaps).toMatchObject([{ bookingId: idOf(path), days: 5 }]);
  });
});

describe('F-042: an arrival of the wrong person', () => {
  const MISTAKE = { ...CANCELLATION, reason: RECORDING_ERROR, notes: 'Wrong booking' };

  it('is undone with a reason: the booking is confirmed again and may arrive again', async () => {
    const path = await arrived(here);
    const undone = await press(path, 'cancellations', MISTAKE);
    expect([undone.status, undone.body]).toMatchObject([
      201,
      { reason: { id: RECORDING_ERROR }, notes: 'Wrong booking' },
    ]);
    expect(await shown(path)).toMatchObject({
      status: 'confirmed',
      arrival: null,
      cancellation: null,
      cancellations: [],
    });
    expect((await press(path, 'arrivals', ARRIVAL)).status).toBe(201);
    expect((await booking.told(idOf(path))).map(({ version, type }) => `${version} ${type.split('cas3.')[1]}`)).toEqual(
      [
        '1 booking.provisionally-made',
        '2 booking.confirmed',
        '3 person.arrived',
        '4 person.arrival-undone',
        '5 person.arrived',
      ],
    );
  });

  it('pressed five times at once is undone once and not cancelled', async () => {
    const path = await arrived(here);
    const answers = await Promise.all(Array.from({ length: 5 }, () => press(path, 'cancellations', MISTAKE)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(await shown(path)).toMatchObject({ status: 'confirmed' });
    expect(await booking.told(idOf(path))).toHaveLength(4);
  });

  it('frees the person for the booking that was meant', async () => {
    const wrong = await arrived(here);
    await press(wrong, 'cancellations', MISTAKE);
    jest.setSystemTime(new Date('2026-03-02T12:02:00Z'));
    expect((await press(wrong, 'cancellations', MISTAKE)).status).toBe(201);
    expect(await shown(wrong)).toMatchObject({ status: 'cancelled' });
    await arrived(there);
  });
});
