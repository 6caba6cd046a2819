import { newId } from '@throughcare/events/ids';
import { aBookingBody } from '../testing/booking-app';
import { ARRIVAL, DEPARTURE, StayDesk, fields, idOf } from '../testing/stay-desk';

const desk = new StayDesk();
const { aBooking, press, confirmed, arrived, shown } = desk;

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
    desk.path = await aBooking({ arrivalDate: '2026-07-01', departureDate: '2026-07-10' });
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
      id: expect.any(String),
      bookingId: idOf(desk.path),
      notes: 'One more night',
      createdAt: expect.any(String),
      previousDepartureDate: '2026-03-16',
      newDepartureDate: '2026-03-17',
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

  it.each([['departed at once'], ['recorded as an overstay first, as existing clients do']])(
    'past 84 nights happened, whoever is booked next: %s',
    async (way) => {
      await arrived();
      await press('extensions', { newDepartureDate: '2026-05-25' });
      await aBooking({ crn: desk.booking.someone(), arrivalDate: '2026-05-28', departureDate: '2026-06-12' });
      const elsewhere = await desk.booking.aPlace(desk.assessor);
      const next = { ...elsewhere, crn: 'X900001', arrivalDate: '2026-05-25', departureDate: '2026-06-12' };
      const bookings = `/cas3/v2/premises/${elsewhere.premisesId}/bookings`;
      expect((await desk.assessor.post(bookings, aBookingBody(elsewhere, next))).status).toBe(201);
      jest.setSystemTime(new Date('2026-06-01T18:00:00Z'));
      const over = { newDepartureDate: '2026-05-30', isAuthorised: false, reason: 'Nobody came for them' };
      if (way.includes('overstay')) expect((await press('overstays', over)).status).toBe(201);
      const left = { ...DEPARTURE, dateTime: '2026-05-30T00:00:00.000Z' };
      expect((await press('departures', left)).status).toBe(201);
      expect(await shown()).toMatchObject({ status: expect.any(String), departureDate: '2026-05-30' });
      expect((await press('departures', { ...left, dateTime: '2026-05-31T00:00:00.000Z' })).status).toBe(201);
    },
  );

  it('past 84 nights in days to come gives way to who is booked next', async () => {
    await arrived();
    await press('extensions', { newDepartureDate: '2026-05-25' });
    await aBooking({ crn: desk.booking.someone(), arrivalDate: '2026-05-28', departureDate: '2026-06-12' });
    const over = { newDepartureDate: '2026-05-30', isAuthorised: true, reason: 'Flat not ready' };
    expect((await press('overstays', over)).body['code']).toBe('BOOKING_CLASH');
  });

  it('cannot pass the end of the bedspace', async () => {
    await arrived();
    await desk.booking.query(`update bedspace set end_date = '2026-03-20' where id = $1`, [desk.place.bedspaceId]);
    const { status, body } = await press('extensions', { newDepartureDate: '2026-03-21' });
    expect([status, body['detail']]).toEqual([409, expect.stringMatching(/^BedSpace is archived from 2026-03-20 /)]);
  });
});
