import type { TestRequest } from '@throughcare/platform/testing';
import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { newId } from '@throughcare/events/ids';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { BookingApp, aBookingBody, type Place } from '../testing/booking-app';
import {
  OTHER_DEPARTURE,
  PLANNED_MOVE_ON,
  RECORDING_ERROR,
  REJECTED_PLACEMENT,
  SUPPORT_HOUSING,
  WALES,
} from '../testing/builders';

let booking: BookingApp;
let assessor: TestRequest;
let place: Place;
let path: string;
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff();
  booking.aPerson('X900001');
});
beforeEach(async () => {
  jest.setSystemTime(new Date('2026-03-02T12:00:00Z'));
  place = await booking.aPlace(assessor);
  path = await aBooking();
});
afterAll(() => booking?.close());

const aBooking = async (over: object = {}) => {
  const bookings = `/cas3/v2/premises/${place.premisesId}/bookings`;
  const { status, body } = await assessor.post<{ id: string }>(bookings, aBookingBody(place, over));
  expect(status).toBe(201);
  return `${bookings}/${body.id}`;
};
const ARRIVAL = { type: 'CAS3', arrivalDate: '2026-03-02', expectedDepartureDate: '2026-03-16', notes: '' };
const DEPARTURE = {
  dateTime: '2026-03-02T00:00:00.000Z',
  reasonId: PLANNED_MOVE_ON,
  moveOnCategoryId: SUPPORT_HOUSING,
};
const CANCELLATION = { date: '2026-03-02', reason: REJECTED_PLACEMENT };
const press = (button: string, body: object = {}) => assessor.post<Record<string, unknown>>(`${path}/${button}`, body);
const confirmed = () => press('confirmations');
const arrived = async () => {
  await confirmed();
  return press('arrivals', ARRIVAL);
};
const shown = async () => (await assessor.get<Record<string, unknown>>(path)).body;
const idOf = (address: string) => address.split('/').at(-1) ?? '';
const told = () => booking.told(idOf(path));
const fields = (body: unknown) =>
  (body as { 'invalid-params'?: { propertyName: string; errorType: string }[] })['invalid-params']?.map(
    ({ propertyName, errorType }) => `${propertyName} ${errorType}`,
  );

describe('a stay from booking to departure', () => {
  it('answers each step and tells four facts without a gap', async () => {
    const confirmation = await press('confirmations', { notes: ' Keys at the office ', _csrf: 'extra' });
    expect([confirmation.status, confirmation.body]).toEqual([
      201,
      {
        ...{ id: expect.any(String), bookingId: idOf(path), notes: 'Keys at the office' },
        ...{ dateTime: '2026-03-02T12:00:00.000Z', createdAt: '2026-03-02T12:00:00.000Z' },
      },
    ]);
    expect((await press('arrivals', ARRIVAL)).body).toEqual({
      ...{ bookingId: idOf(path), arrivalDate: '2026-03-02', expectedDepartureDate: '2026-03-16' },
      ...{ arrivalTime: '00:00:00', notes: null, createdAt: '2026-03-02T12:00:00.000Z' },
    });
    jest.setSystemTime(new Date('2026-03-13T09:00:00Z'));
    const departure = await press('departures', { ...DEPARTURE, dateTime: '2026-03-13T00:00:00.000Z' });
    expect(departure.body).toEqual({
      ...{ id: expect.any(String), bookingId: idOf(path), dateTime: '2026-03-13T00:00:00.000Z', notes: null },
      reason: expect.objectContaining({ id: PLANNED_MOVE_ON, name: 'Planned Move on', isActive: true }),
      moveOnCategory: expect.objectContaining({ id: SUPPORT_HOUSING, name: 'Support housing' }),
      createdAt: '2026-03-13T09:00:00.000Z',
    });
    const story = await told();
    expect(story.map(({ version, type, key }) => [version, type, key])).toEqual([
      [1, 'accommodation.cas3.booking.provisionally-made', 'X900001'],
      [2, BookingConfirmed.type, 'X900001'],
      [3, PersonArrived.type, 'X900001'],
      [4, PersonDeparted.type, 'X900001'],
    ]);
    BookingConfirmed.data.parse(story[1]?.data);
    PersonArrived.data.parse(story[2]?.data);
    expect(PersonDeparted.data.parse(story[3]?.data)).toMatchObject({
      departedOn: '2026-03-13',
      departureDate: '2026-03-13',
    });
  });

  it('shows each step in the booking', async () => {
    await arrived();
    expect(await shown()).toMatchObject({
      status: 'arrived',
      confirmation: { bookingId: idOf(path) },
      arrival: { notes: null },
    });
    await press('departures', DEPARTURE);
    expect(await shown()).toMatchObject({
      ...{ status: 'departed', departureDate: '2026-03-02', originalDepartureDate: '2026-03-16' },
      ...{ turnaroundStartDate: '2026-03-03', effectiveEndDate: '2026-03-04' },
      departure: { reason: { id: PLANNED_MOVE_ON }, moveOnCategory: { id: SUPPORT_HOUSING } },
      departures: [{ dateTime: '2026-03-02T00:00:00.000Z' }],
    });
    jest.setSystemTime(new Date('2026-03-05T00:30:00Z'));
    expect(await shown()).toMatchObject({ status: 'closed' });
  });

  it('frees the bedspace from the day after the turnaround', async () => {
    await arrived();
    await press('departures', DEPARTURE);
    const bookings = path.slice(0, path.lastIndexOf('/'));
    const next = (arrivalDate: string) =>
      assessor.post(bookings, aBookingBody(place, { arrivalDate, departureDate: '2026-03-10' }));
    expect((await next('2026-03-04')).status).toBe(409);
    expect((await next('2026-03-05')).status).toBe(201);
  });
});

describe('corrections', () => {
  it('of an arrival are told as such, and only when something changed', async () => {
    await arrived();
    expect((await press('arrivals', { ...ARRIVAL, arrivalDate: '2026-03-01' })).status).toBe(201);
    expect((await press('arrivals', { ...ARRIVAL, arrivalDate: '2026-03-01' })).status).toBe(201);
    expect((await told()).slice(2)).toMatchObject([
      { version: 3, type: 'accommodation.cas3.person.arrived' },
      { version: 4, type: 'accommodation.cas3.person.arrived.updated', data: { arrivedOn: '2026-03-01' } },
    ]);
  });

  it('of a departure likewise', async () => {
    await arrived();
    await press('departures', DEPARTURE);
    await press('departures', { ...DEPARTURE, reasonId: OTHER_DEPARTURE });
    await press('departures', { ...DEPARTURE, reasonId: OTHER_DEPARTURE });
    expect((await told()).map(({ type }) => type).slice(3)).toEqual([
      'accommodation.cas3.person.departed',
      'accommodation.cas3.person.departed.updated',
    ]);
    expect(await shown()).toMatchObject({ departures: [{}, { reason: { id: OTHER_DEPARTURE } }] });
  });

  it('of a cancellation likewise', async () => {
    await press('cancellations', CANCELLATION);
    await press('cancellations', CANCELLATION);
    const { body } = await press('cancellations', { ...CANCELLATION, reason: RECORDING_ERROR, notes: 'Wrong person' });
    expect(body).toEqual({
      ...{
        id: expect.any(String),
        bookingId: idOf(path),
        date: '2026-03-02',
        notes: 'Wrong person',
        otherReason: null,
      },
      reason: expect.objectContaining({ id: RECORDING_ERROR, serviceScope: 'temporary-accommodation' }),
      ...{ premisesName: expect.any(String), createdAt: '2026-03-02T12:00:00.000Z' },
    });
    const story = await told();
    expect(story.map(({ type }) => type).slice(1)).toEqual([
      'accommodation.cas3.booking.cancelled',
      'accommodation.cas3.booking.cancelled.updated',
    ]);
    expect(BookingCancelled.data.parse(story[2]?.data)).toMatchObject({ notes: 'Wrong person' });
  });
});

describe('a cancelled booking', () => {
  it('leaves its bedspace to others, and its history to be read', async () => {
    await press('cancellations', CANCELLATION);
    expect(await shown()).toMatchObject({
      status: 'cancelled',
      cancellations: [{ reason: { id: REJECTED_PLACEMENT } }],
    });
    await aBooking();
  });

  it('does not come back over the one that took its place', async () => {
    await press('cancellations', CANCELLATION);
    await aBooking();
    expect((await press('cancellations', { ...CANCELLATION, reason: RECORDING_ERROR })).status).toBe(201);
    expect((await press('turnarounds', { workingDays: 3 })).status).toBe(409);
  });
});

describe('buttons that the state does not have', () => {
  it.each([
    ['arrival of a provisional booking', 'arrivals', ARRIVAL],
    ['departure of a provisional booking', 'departures', DEPARTURE],
    ['extension of a provisional booking', 'extensions', { newDepartureDate: '2026-03-17' }],
    ['overstay of a provisional booking', 'overstays', { newDepartureDate: '2026-03-17', isAuthorised: true }],
  ])('%s', async (_, button, body) => {
    const { status, body: answer } = await press(button, body);
    expect(status).toBe(409);
    expect(String(answer['detail']).split(' ').at(-1)).toBe(idOf(path));
    expect(await told()).toHaveLength(1);
  });

  it('a second confirmation and a cancellation after the arrival', async () => {
    await confirmed();
    expect((await confirmed()).status).toBe(409);
    await press('arrivals', ARRIVAL);
    expect((await press('cancellations', CANCELLATION)).status).toBe(409);
  });
});

describe('dates', () => {
  it.each([
    ['arrivals', { ...ARRIVAL, arrivalDate: '2026-03-03' }, '$.arrivalDate arrivalDateInFuture'],
    ['arrivals', { ...ARRIVAL, arrivalDate: '2026-02-15' }, '$.arrivalDate arrivalAfterLatestDate'],
    [
      'arrivals',
      { ...ARRIVAL, expectedDepartureDate: '2026-03-01' },
      '$.expectedDepartureDate beforeBookingArrivalDate',
    ],
    ['arrivals', { ...ARRIVAL, expectedDepartureDate: '2026-05-26' }, '$.expectedDepartureDate exceedsMaximumNights'],
    ['arrivals', { type: 'CAS3' }, '$.arrivalDate empty,$.expectedDepartureDate empty'],
  ])('of %s %j are refused', async (button, body, expected) => {
    await confirmed();
    const { status, body: answer } = await press(button, body);
    expect([status, fields(answer)?.toSorted().join()]).toEqual([400, expected]);
  });

  it.each([
    ['departures', { ...DEPARTURE, dateTime: '2026-03-03T00:00:00.000Z' }, '$.dateTime departureDateInFuture'],
    ['departures', { ...DEPARTURE, dateTime: '2026-03-01T12:00:00.000Z' }, '$.dateTime beforeBookingArrivalDate'],
    ['departures', { ...DEPARTURE, dateTime: 'yesterday' }, '$.dateTime invalid'],
    ['departures', { ...DEPARTURE, reasonId: newId() }, '$.reasonId doesNotExist'],
    ['departures', { ...DEPARTURE, moveOnCategoryId: newId() }, '$.moveOnCategoryId doesNotExist'],
    ['extensions', { newDepartureDate: '2026-03-01' }, '$.newDepartureDate beforeBookingArrivalDate'],
    ['extensions', { newDepartureDate: '2026-05-26' }, '$.newDepartureDate exceedsMaximumNights'],
    ['overstays', { newDepartureDate: '9999-12-31', isAuthorised: true }, '$.newDepartureDate invalid'],
    ['overstays', { newDepartureDate: '2026-06-01' }, '$.isAuthorised empty'],
    ['turnarounds', { workingDays: -1 }, '$.workingDays isNotAPositiveInteger'],
    ['turnarounds', { workingDays: 'two' }, '$.workingDays expectedNumber'],
  ])('of %s %j are refused', async (button, body, expected) => {
    await arrived();
    const before = await shown();
    const { status, body: answer } = await press(button, body);
    expect([status, fields(answer)?.join()]).toEqual([400, expected]);
    expect(await shown()).toEqual(before);
  });

  it('are London days: half past midnight in summer is today', async () => {
    jest.setSystemTime(new Date('2026-06-30T23:30:00Z'));
    path = await aBooking({ arrivalDate: '2026-07-01', departureDate: '2026-07-10' });
    await confirmed();
    const arrival = { type: 'CAS3', arrivalDate: '2026-07-01', expectedDepartureDate: '2026-07-10' };
    expect((await press('arrivals', arrival)).status).toBe(201);
    expect((await press('departures', { ...DEPARTURE, dateTime: '2026-07-01T00:00:00.000Z' })).status).toBe(201);
  });
});

describe('a moved departure', () => {
  it('is refused into the next booking and names it', async () => {
    await arrived();
    const next = await aBooking({ arrivalDate: '2026-03-20', departureDate: '2026-03-27' });
    const refused = await press('extensions', { newDepartureDate: '2026-03-18' });
    expect([refused.status, String(refused.body['detail']).split(' ').at(-1)]).toEqual([409, idOf(next)]);
    expect((await press('extensions', { newDepartureDate: '2026-03-17', notes: 'One more night' })).body).toEqual({
      ...{ id: expect.any(String), bookingId: idOf(path), notes: 'One more night', createdAt: expect.any(String) },
      ...{ previousDepartureDate: '2026-03-16', newDepartureDate: '2026-03-17' },
    });
    expect(await shown()).toMatchObject({
      departureDate: '2026-03-17',
      effectiveEndDate: '2026-03-19',
      extensions: [{}],
    });
    const turnaround = await press('turnarounds', { workingDays: 3 });
    expect([turnaround.status, String(turnaround.body['detail']).split(' ').at(-1)]).toEqual([409, idOf(next)]);
    expect((await press('turnarounds', { workingDays: 0 })).status).toBe(201);
    expect((await press('extensions', { newDepartureDate: '2026-03-19' })).status).toBe(201);
  });

  it('past 84 nights needs an overstay, and then the departure is taken', async () => {
    await arrived();
    const over = { newDepartureDate: '2026-06-01', isAuthorised: false, reason: 'No place to move on to' };
    expect((await press('overstays', over)).body).toMatchObject({ ...over, previousDepartureDate: '2026-03-16' });
    jest.setSystemTime(new Date('2026-06-01T18:00:00Z'));
    expect((await press('departures', { ...DEPARTURE, dateTime: '2026-06-01T00:00:00.000Z' })).status).toBe(201);
    expect(await shown()).toMatchObject({ overstays: [{ isAuthorised: false }], departureDate: '2026-06-01' });
  });

  it('cannot pass the end of the bedspace', async () => {
    await arrived();
    await booking.query(`update bedspace set end_date = '2026-03-20' where id = $1`, [place.bedspaceId]);
    const { status, body } = await press('extensions', { newDepartureDate: '2026-03-21' });
    expect([status, body['detail']]).toEqual([409, expect.stringMatching(/^BedSpace is archived from 2026-03-20 /)]);
  });
});

describe('who may', () => {
  const buttons: [string, object][] = [
    ['confirmations', {}],
    ['arrivals', ARRIVAL],
    ['departures', DEPARTURE],
    ['cancellations', CANCELLATION],
    ['extensions', { newDepartureDate: '2026-03-17' }],
    ['overstays', { newDepartureDate: '2026-06-01', isAuthorised: true }],
    ['turnarounds', { workingDays: 1 }],
  ];

  it.each(buttons)('%s: not those of other regions or roles, nor without a token', async (button, body) => {
    for (const who of [{ regionId: WALES }, { roles: ['CAS3_REFERRER' as const] }]) {
      expect((await (await booking.staff(who)).post(`${path}/${button}`, body)).status).toBe(403);
    }
    expect((await booking.test.request.post(`${path}/${button}`, body)).status).toBe(401);
    expect(await told()).toHaveLength(1);
  });

  it.each(buttons)('%s: not through another property', async (button, body) => {
    const other = await booking.aPlace(assessor);
    const address = `/cas3/v2/premises/${other.premisesId}/bookings/${idOf(path)}/${button}`;
    expect((await assessor.post(address, body)).status).toBe(400);
    expect((await assessor.post(address.replace(idOf(path), newId()), body)).status).toBe(404);
  });

  it('takes ids in capitals', async () => {
    const { premisesId } = place;
    const address = `/cas3/v2/premises/${premisesId.toUpperCase()}/bookings/${idOf(path).toUpperCase()}`;
    expect((await assessor.post(`${address}/confirmations`)).status).toBe(201);
  });
});
