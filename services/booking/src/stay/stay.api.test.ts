import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { newId } from '@throughcare/events/ids';
import { aBookingBody } from '../testing/booking-app';
import {
  OTHER_DEPARTURE,
  PLANNED_MOVE_ON,
  RECORDING_ERROR,
  REJECTED_PLACEMENT,
  SUPPORT_HOUSING,
  WALES,
} from '../testing/builders';
import { ARRIVAL, CANCELLATION, DEPARTURE, StayDesk, idOf } from '../testing/stay-desk';

const desk = new StayDesk();
const { aBooking, press, confirmed, arrived, shown, told } = desk;

describe('a stay from booking to departure', () => {
  it('answers each step and tells four facts without a gap', async () => {
    const confirmation = await press('confirmations', { notes: ' Keys at the office ', _csrf: 'extra' });
    expect([confirmation.status, confirmation.body]).toEqual([
      201,
      {
        id: expect.any(String),
        bookingId: idOf(desk.path),
        notes: 'Keys at the office',
        dateTime: '2026-03-02T12:00:00.000Z',
        createdAt: '2026-03-02T12:00:00.000Z',
      },
    ]);
    expect((await press('arrivals', ARRIVAL)).body).toEqual({
      bookingId: idOf(desk.path),
      arrivalDate: '2026-03-02',
      expectedDepartureDate: '2026-03-16',
      arrivalTime: '00:00:00',
      notes: null,
      createdAt: '2026-03-02T12:00:00.000Z',
    });
    jest.setSystemTime(new Date('2026-03-13T09:00:00Z'));
    const departure = await press('departures', { ...DEPARTURE, dateTime: '2026-03-13T00:00:00.000Z' });
    expect(departure.body).toEqual({
      id: expect.any(String),
      bookingId: idOf(desk.path),
      dateTime: '2026-03-13T00:00:00.000Z',
      notes: null,
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
      confirmation: { bookingId: idOf(desk.path) },
      arrival: { notes: null },
    });
    await press('departures', DEPARTURE);
    expect(await shown()).toMatchObject({
      status: 'departed',
      departureDate: '2026-03-02',
      originalDepartureDate: '2026-03-16',
      turnaroundStartDate: '2026-03-03',
      effectiveEndDate: '2026-03-04',
      departure: { reason: { id: PLANNED_MOVE_ON }, moveOnCategory: { id: SUPPORT_HOUSING } },
      departures: [{ dateTime: '2026-03-02T00:00:00.000Z' }],
    });
    jest.setSystemTime(new Date('2026-03-05T00:30:00Z'));
    expect(await shown()).toMatchObject({ status: 'closed' });
  });

  it('records who came before the bedspace was entered: its first day counts for plans alone', async () => {
    await desk.booking.open(desk.place, '2026-03-02');
    await confirmed();
    expect((await press('arrivals', { ...ARRIVAL, arrivalDate: '2026-02-26' })).status).toBe(201);
    expect(await shown()).toMatchObject({ status: 'arrived', arrivalDate: '2026-02-26' });
    expect((await press('arrivals', { ...ARRIVAL, arrivalDate: '2026-02-27' })).status).toBe(201);
    expect((await press('departures', DEPARTURE)).status).toBe(201);
  });

  it('frees the bedspace from the day after the turnaround', async () => {
    await arrived();
    await press('departures', DEPARTURE);
    const bookings = desk.path.slice(0, desk.path.lastIndexOf('/'));
    const next = (arrivalDate: string) =>
      desk.assessor.post(bookings, aBookingBody(desk.place, { arrivalDate, departureDate: '2026-03-10' }));
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
      id: expect.any(String),
      bookingId: idOf(desk.path),
      date: '2026-03-02',
      notes: 'Wrong person',
      otherReason: null,
      reason: expect.objectContaining({ id: RECORDING_ERROR, serviceScope: 'temporary-accommodation' }),
      premisesName: expect.any(String),
      createdAt: '2026-03-02T12:00:00.000Z',
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
    expect(String(answer['detail']).split(' ').at(-1)).toBe(idOf(desk.path));
    expect(await told()).toHaveLength(1);
  });

  it('a second confirmation and a cancellation after the arrival', async () => {
    await confirmed();
    expect((await confirmed()).status).toBe(409);
    await press('arrivals', ARRIVAL);
    expect((await press('cancellations', CANCELLATION)).status).toBe(409);
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
      expect((await (await desk.booking.staff(who)).post(`${desk.path}/${button}`, body)).status).toBe(403);
    }
    expect((await desk.booking.test.request.post(`${desk.path}/${button}`, body)).status).toBe(401);
    expect(await told()).toHaveLength(1);
  });

  it.each(buttons)('%s: not through another property', async (button, body) => {
    const other = await desk.booking.aPlace(desk.assessor);
    const address = `/cas3/v2/premises/${other.premisesId}/bookings/${idOf(desk.path)}/${button}`;
    expect((await desk.assessor.post(address, body)).status).toBe(400);
    expect((await desk.assessor.post(address.replace(idOf(desk.path), newId()), body)).status).toBe(404);
  });

  it('takes ids in capitals', async () => {
    const { premisesId } = desk.place;
    const address = `/cas3/v2/premises/${premisesId.toUpperCase()}/bookings/${idOf(desk.path).toUpperCase()}`;
    expect((await desk.assessor.post(`${address}/confirmations`)).status).toBe(201);
  });
});
