import { aBookingBody } from '../testing/booking-app';
import { StayDesk, fields } from '../testing/stay-desk';

const desk = new StayDesk();
const press = (over: object = {}) =>
  desk.press('dates', { arrivalDate: '2026-03-04', departureDate: '2026-03-18', notes: 'Released later', ...over });

describe('other days before the person has arrived', () => {
  it('are recorded and published once, and hold the bedspace for those days', async () => {
    await desk.confirmed();
    const { status, body } = await press();
    expect([status, body]).toMatchObject([
      201,
      {
        previousArrivalDate: '2026-03-02',
        previousDepartureDate: '2026-03-16',
        arrivalDate: '2026-03-04',
        notes: 'Released later',
      },
    ]);
    expect(await press()).toMatchObject({ status: 201, body: { id: body['id'] } });
    expect(await desk.shown()).toMatchObject({
      status: 'confirmed',
      arrivalDate: '2026-03-04',
      departureDate: '2026-03-18',
      effectiveEndDate: '2026-03-20',
      originalArrivalDate: '2026-03-02',
      originalDepartureDate: '2026-03-16',
    });
    const told = await desk.told();
    expect(told).toHaveLength(3);
    expect(told.at(-1)).toMatchObject({
      type: 'accommodation.cas3.booking.dates-changed',
      version: 3,
      data: { arrivalDate: '2026-03-04', previousArrivalDate: '2026-03-02', status: 'confirmed' },
    });
    const path = `/cas3/v2/premises/${desk.place.premisesId}/bookings`;
    const other = { crn: desk.booking.someone(), departureDate: '2026-03-03', enableTurnarounds: false };
    expect((await desk.assessor.post(path, aBookingBody(desk.place, other))).status).toBe(201);
  });

  it('pressed three times at once are recorded once, and of two who change and book only one gets the days', async () => {
    const answers = await Promise.all([press(), press(), press()]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await desk.told()).filter(({ type }) => type.endsWith('dates-changed'))).toHaveLength(1);
    const path = `/cas3/v2/premises/${desk.place.premisesId}/bookings`;
    const wanted = { crn: desk.booking.someone(), arrivalDate: '2026-04-07', departureDate: '2026-04-10' };
    const both = await Promise.all([
      press({ arrivalDate: '2026-04-06', departureDate: '2026-04-09' }),
      desk.assessor.post(path, aBookingBody(desk.place, wanted)),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  it('that are booked, too long, over or as they are, are refused, and nobody’s after the arrival', async () => {
    const next = await desk.aBooking({
      crn: desk.booking.someone(),
      arrivalDate: '2026-03-20',
      departureDate: '2026-03-27',
    });
    const clash = await press({ departureDate: '2026-03-19' });
    expect(clash.body['code']).toBe('BOOKING_CLASH');
    expect(String(clash.body['detail']).split(' ').at(-1)).toBe(next.split('/').at(-1));
    expect(fields((await press({ departureDate: '2026-06-01' })).body)).toEqual([
      '$.departureDate exceedsMaximumNights',
    ]);
    expect(fields((await press({ departureDate: '2026-03-03' })).body)).toEqual([
      '$.departureDate beforeBookingArrivalDate',
    ]);
    const same = await press({ arrivalDate: '2026-03-02', departureDate: '2026-03-16' });
    expect(fields(same.body)).toEqual(['$.arrivalDate datesUnchanged']);
    expect((await desk.arrived()).status).toBe(201);
    expect((await press()).body['code']).toBe('BOOKING_STATE');
  });
});
