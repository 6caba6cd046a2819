import { aBedspaceBody, aBookingBody, type Place } from '../testing/booking-app';
import { CARDIFF, RECORDING_ERROR, WALES } from '../testing/builders';
import { NDeliusModel } from '../testing/ndelius-model';
import { ARRIVAL, DEPARTURE, StayDesk, fields, idOf } from '../testing/stay-desk';

const desk = new StayDesk();
let other: Place;
beforeEach(async () => {
  expect((await desk.arrived()).status).toBe(201);
  other = await desk.booking.aPlace(desk.assessor, { addressLine1: '8 Station Road' });
  jest.setSystemTime(new Date('2026-03-09T12:00:00Z'));
});

const booking = () => `/cas3/v2/bookings/${idOf(desk.path)}`;
const move = (over: object = {}, who = desk.assessor) =>
  who.post<Record<string, unknown>>(`${booking()}/moves`, {
    bedspaceId: other.bedspaceId,
    movedOn: '2026-03-09',
    ...over,
  });
const shown = async () => (await desk.assessor.get<Record<string, unknown>>(booking())).body;
const free = (place: Place, arrivalDate: string, departureDate = arrivalDate) =>
  desk.assessor.post<{ id: string; code: string; detail: string }>(
    `/cas3/v2/premises/${place.premisesId}/bookings`,
    aBookingBody(place, { crn: desk.booking.someone(), arrivalDate, departureDate, enableTurnarounds: false }),
  );
const told = async () => (await desk.told()).map(({ type }) => type.replace('accommodation.cas3.', ''));
const room = async ({ premisesId }: Place): Promise<Place> => {
  const path = `/cas3/v2/premises/${premisesId}/bedspaces`;
  const { body } = await desk.assessor.post<{ id: string }>(path, aBedspaceBody({ startDate: '2026-03-09' }));
  await desk.booking.open({ premisesId }, '2026-01-05');
  return { premisesId, bedspaceId: body.id };
};

describe('a move to another bedspace', () => {
  it('is one operation: the same booking goes on there, with its dates and its nights', async () => {
    const { status, body } = await move({ notes: 'The boiler broke' });
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(String),
        bookingId: idOf(desk.path),
        createdAt: '2026-03-09T12:00:00.000Z',
        movedOn: '2026-03-09',
        fromPremisesId: desk.place.premisesId,
        fromBedspaceId: desk.place.bedspaceId,
        toPremisesId: other.premisesId,
        toBedspaceId: other.bedspaceId,
        notes: 'The boiler broke',
      },
    ]);
    expect(await shown()).toMatchObject({
      status: 'arrived',
      arrivalDate: '2026-03-02',
      departureDate: '2026-03-16',
      premises: { id: other.premisesId },
      bedspace: { id: other.bedspaceId },
      moves: [body],
    });
  });

  it('leaves the bedspace free after its cleaning, and holds the other one from that day', async () => {
    await move();
    expect((await free(desk.place, '2026-03-11')).body.code).toBe('BOOKING_CLASH'); // two working days of cleaning
    expect((await free(desk.place, '2026-03-11')).body.detail.split(' ').at(-1)).toBe(idOf(desk.path));
    expect((await free(desk.place, '2026-03-12')).status).toBe(201);
    expect((await free(other, '2026-03-09')).body.code).toBe('BOOKING_CLASH');
    expect((await free(other, '2026-03-18')).body.code).toBe('BOOKING_CLASH');
    expect((await free(other, '2026-03-19')).status).toBe(201);
  });

  it('publishes where the person was and is, and nDelius has the one address until that day and the other from it', async () => {
    await move();
    const events = await desk.told();
    expect(events.at(-1)).toMatchObject({
      type: 'accommodation.cas3.person.moved',
      version: 4,
      data: {
        bedspaceId: other.bedspaceId,
        premisesId: other.premisesId,
        status: 'arrived',
        movedOn: '2026-03-09',
        fromBedspaceId: desk.place.bedspaceId,
        fromEffectiveEndDate: '2026-03-11',
        arrivalDate: '2026-03-02',
        premises: { addressLine1: '8 Station Road' },
        fromPremises: { addressLine1: '12 Church Street' },
      },
    });
    const nDelius = new NDeliusModel();
    for (const event of events) nDelius.hear(event);
    expect(nDelius.addresses).toEqual([
      { line: '12 Church Street', start: '2026-03-02', status: 'P' },
      { line: '8 Station Road', start: '2026-03-09', status: 'M' },
    ]);
  });

  it('to another room of the house leaves the address in nDelius alone, as does a corrected address line after it', async () => {
    const next = await room(desk.place);
    expect((await move({ bedspaceId: next.bedspaceId })).status).toBe(201);
    expect((await shown())['bedspace']).toMatchObject({ id: next.bedspaceId });
    await desk.press('arrivals', { ...ARRIVAL, notes: 'again' });
    expect((await desk.told()).at(-1)?.data['atAddressSince']).toBeUndefined();
  });

  it('pressed twice is recorded and published once', async () => {
    const first = await move();
    expect(await move()).toMatchObject({ status: 201, body: first.body });
    expect((await told()).filter((type) => type === 'person.moved')).toHaveLength(1);
  });

  it('of the same day back takes it back: nobody slept there', async () => {
    await move();
    expect((await move({ bedspaceId: desk.place.bedspaceId })).status).toBe(201);
    expect((await free(other, '2026-03-09', '2026-03-30')).status).toBe(201);
    expect((await free(desk.place, '2026-03-16')).body.code).toBe('BOOKING_CLASH');
  });

  it('may lead back to a bedspace that is being cleaned after the same stay', async () => {
    await move();
    jest.setSystemTime(new Date('2026-03-10T12:00:00Z'));
    expect((await move({ bedspaceId: desk.place.bedspaceId, movedOn: '2026-03-10' })).status).toBe(201);
    expect((await shown())['moves']).toHaveLength(2);
    expect(await desk.booking.query('select bedspace_id from former_bed order by from_day, id')).toEqual(
      expect.arrayContaining([{ bedspace_id: desk.place.bedspaceId }, { bedspace_id: other.bedspaceId }]),
    );
  });

  it('into days that are booked is a 409 that ends with that booking, and changes nothing', async () => {
    const { body } = await free(other, '2026-03-14', '2026-03-20');
    const refused = await move();
    expect(refused).toMatchObject({ status: 409, body: { code: 'BOOKING_CLASH' } });
    expect(String(refused.body['detail']).split(' ').at(-1)).toBe(body.id);
    expect((await shown())['premises']).toMatchObject({ id: desk.place.premisesId });
    expect((await free(desk.place, '2026-03-12')).body.code).toBe('BOOKING_CLASH');
  });

  it('goes on like any stay: extended, overstayed and departed from there', async () => {
    await move();
    desk.path = `/cas3/v2/premises/${other.premisesId}/bookings/${idOf(desk.path)}`;
    expect((await desk.press('extensions', { newDepartureDate: '2026-03-30' })).status).toBe(201);
    expect((await free(desk.place, '2026-03-12', '2026-03-30')).status).toBe(201);
    expect((await desk.press('arrivals', { ...ARRIVAL, arrivalDate: '2026-03-01' })).body['code']).toBe(
      'STAY_HAS_MOVED',
    );
    const undone = await desk.press('cancellations', { date: '2026-03-09', reason: RECORDING_ERROR });
    expect(undone.body['code']).toBe('STAY_HAS_MOVED');
    const before = await desk.press('departures', { ...DEPARTURE, dateTime: '2026-03-08T00:00:00.000Z' });
    expect(fields(before.body)).toEqual(['$.dateTime beforeBookingArrivalDate']);
    jest.setSystemTime(new Date('2026-03-20T12:00:00Z'));
    expect((await desk.press('departures', { ...DEPARTURE, dateTime: '2026-03-20T00:00:00.000Z' })).status).toBe(201);
    expect((await desk.told()).at(-1)?.data).toMatchObject({ nights: 18, status: 'departed' });
  });

  it.each([
    ['tomorrow', { movedOn: '2026-03-10' }, '$.movedOn moveDateInFuture'],
    ['before they came', { movedOn: '2026-03-01' }, '$.movedOn beforeBookingArrivalDate'],
    ['to an unknown bedspace', { bedspaceId: '00000000-0000-4000-8000-000000000001' }, '$.bedspaceId doesNotExist'],
  ])('is refused %s', async (_, over, field) => {
    const { status, body } = await move(over);
    expect([status, fields(body)]).toEqual([400, [field]]);
  });

  it('to the bedspace where the person is, of somebody who has not arrived, or while the departure is overdue is refused', async () => {
    const here = await move({ bedspaceId: desk.place.bedspaceId });
    expect(fields(here.body)).toEqual(['$.bedspaceId alreadyInBedspace']);
    jest.setSystemTime(new Date('2026-03-17T12:00:00Z'));
    expect((await move({ movedOn: '2026-03-16' })).body['code']).toBe('DEPARTURE_OVERDUE');
    await desk.booking.query(`update booking set status = 'confirmed' where id = $1`, [idOf(desk.path)]);
    expect((await move()).body['code']).toBe('BOOKING_STATE');
  });

  it('to a property of another region is refused', async () => {
    const wales = await desk.booking.staff({ regionId: WALES });
    const far = await desk.booking.aPlace(
      wales,
      { probationRegionId: WALES, probationDeliveryUnitId: CARDIFF },
      { startDate: '2026-03-09' },
    );
    expect((await move({ bedspaceId: far.bedspaceId })).status).toBe(403);
  });
});

describe('at the same moment', () => {
  it('one who moves in and one who books get the bedspace once', async () => {
    const answers = await Promise.all([move(), free(other, '2026-03-09', '2026-03-12')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  it('two presses of the same move are one', async () => {
    const answers = await Promise.all([move(), move(), move()]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await told()).filter((type) => type === 'person.moved')).toHaveLength(1);
  });

  it('one who moves and one who extends both end in one story', async () => {
    const extend = desk.press('extensions', { newDepartureDate: '2026-03-23' });
    const [moved, extended] = await Promise.all([move(), extend]);
    expect(moved.status).toBe(201);
    expect([201, 400]).toContain(extended.status); // after the move the property in the address is another one
    const [row] = await desk.booking.query<{ days: string }>(
      `select lower(period)::text || ' ' || (upper(period) - 1)::text as days from occupancy where id = $1`,
      [idOf(desk.path)],
    );
    expect(row?.days).toBe(extended.status === 201 ? '2026-03-09 2026-03-25' : '2026-03-09 2026-03-18');
  });

  it('two who swap rooms do not wait for one another for ever', async () => {
    const second = await free(other, '2026-03-09', '2026-03-16');
    const path = `/cas3/v2/premises/${other.premisesId}/bookings/${second.body.id}`;
    await desk.assessor.post(`${path}/confirmations`);
    await desk.assessor.post(`${path}/arrivals`, { ...ARRIVAL, arrivalDate: '2026-03-09' });
    const back = { bedspaceId: desk.place.bedspaceId, movedOn: '2026-03-09' };
    const answers = await Promise.all([move(), desk.assessor.post(`/cas3/v2/bookings/${second.body.id}/moves`, back)]);
    for (const { status } of answers) expect(status).toBe(409); // each bed is taken: neither can be first
  });
});
