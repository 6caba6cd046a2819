import { lists } from '@throughcare/reference/lists';
import { newId } from '@throughcare/events/ids';
import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBedspaceBody, aBookingBody, type Place } from '../testing/booking-app';
import { CROYDON, LONDON } from '../testing/builders';
import { EstateDay } from './estate-day';

interface Reply {
  readonly id: string;
  readonly status: string;
  readonly detail: string;
}

let booking: BookingApp;
let assessor: TestRequest;
let place: Place;
let path: string;
beforeAll(async () => {
  booking = await BookingApp.start('2027-03-01T12:00:00Z');
  assessor = await booking.staff();
});
beforeEach(async () => {
  jest.setSystemTime(new Date('2027-03-01T12:00:00Z'));
  await booking.nobodyIsBooked();
  place = await booking.aPlace(assessor);
  path = `/cas3/v2/premises/${place.premisesId}`;
});
afterAll(() => booking?.close());

const at = (instant: string) => jest.setSystemTime(new Date(instant));
const room = () => `${path}/bedspaces/${place.bedspaceId}`;
const statuses = async () => [
  (await assessor.get<Reply>(path)).body.status,
  (await assessor.get<Reply>(room())).body.status,
];
const round = () => booking.test.app.get(EstateDay).round(new AbortController().signal);
/** What was published of the days, oldest first. */
const days = async () => {
  const told = [...(await booking.told(place.premisesId)), ...(await booking.told(place.bedspaceId))];
  return told
    .map(({ type }) => type.replace('accommodation.cas3.', ''))
    .filter((type) => /\.(un)?archived$/.test(type));
};
const book = (arrivalDate: string, departureDate: string) =>
  assessor.post<Reply>(`${path}/bookings`, {
    ...aBookingBody(place, { crn: booking.someone(), enableTurnarounds: false }),
    arrivalDate,
    departureDate,
  });
const offered = async (startDate: string) => {
  const search = { startDate, durationDays: 2, probationDeliveryUnits: [CROYDON] };
  const { body } = await assessor.post<{ results: { bedspace: { id: string } }[] }>(
    '/cas3/v2/bedspaces/search',
    search,
  );
  return body.results.some(({ bedspace }) => bedspace.id === place.bedspaceId);
};

describe('a planned day comes at midnight in London, also when the clocks have gone forward', () => {
  // Sunday 28 March 2027 is the day on which they do; Monday begins at 23:00 UTC.
  const LAST = '2027-03-29';

  it('for pages, search and booking, before anything has run', async () => {
    await assessor.post(`${path}/archive`, { endDate: LAST });
    at('2027-03-28T22:59:59Z');
    expect([await statuses(), await offered('2027-03-28')]).toEqual([['online', 'online'], true]);
    expect((await book('2027-03-28', LAST)).status).toBe(201);
    await booking.nobodyIsBooked();
    at('2027-03-28T23:00:00Z');
    expect(await statuses()).toEqual(['archived', 'archived']);
    expect(await offered('2027-03-30')).toBe(false);
    expect((await book(LAST, '2027-03-30')).body.detail).toMatch(/^BedSpace is archived from/);
  });

  it('and is published once by the next round, however late', async () => {
    await assessor.post(`${path}/archive`, { endDate: LAST });
    at('2027-03-28T22:59:59Z');
    await round();
    expect(await days()).toEqual([]);
    at('2027-04-02T09:00:00Z');
    await round();
    await round();
    expect(await days()).toEqual(['premises.archived', 'bedspace.archived']);
    const told = (await booking.told(place.bedspaceId)).at(-1);
    expect(told).toMatchObject({
      key: place.premisesId,
      data: { endDate: LAST, noticedAt: '2027-04-02T09:00:00.000Z' },
    });
  });

  it('a return likewise', async () => {
    await assessor.post(`${path}/archive`, { endDate: '2027-03-20' });
    at('2027-03-22T12:00:00Z');
    await round();
    await assessor.post(`${path}/unarchive`, { restartDate: LAST });
    at('2027-03-28T22:59:59Z');
    await round();
    expect([await statuses(), await days()]).toEqual([
      ['archived', 'upcoming'],
      ['premises.archived', 'bedspace.archived'],
    ]);
    at('2027-03-28T23:00:00Z');
    expect([await statuses(), await offered(LAST)]).toEqual([['online', 'online'], true]);
    await round();
    expect(await days()).toEqual([
      'premises.archived',
      'premises.unarchived',
      'bedspace.archived',
      'bedspace.unarchived',
    ]);
  });

  it('a plan that was given up is published by nobody', async () => {
    await assessor.post(`${path}/archive`, { endDate: LAST });
    await assessor.put(`${path}/cancel-archive`, {});
    at('2027-04-02T09:00:00Z');
    await round();
    expect([await statuses(), await days()]).toEqual([['online', 'online'], []]);
  });

  it('what happens today is published with the button', async () => {
    await assessor.post(`${path}/archive`, { endDate: '2027-03-01' });
    expect(await days()).toEqual(['premises.archived', 'bedspace.archived']);
    await assessor.post(`${path}/unarchive`, { restartDate: '2027-03-01' });
    expect((await days()).length).toBe(4);
    await round();
    expect((await days()).length).toBe(4);
  });
});

describe('what was there before anything was published', () => {
  it('is published once, the property before its bedspaces', async () => {
    const [premisesId, bedspaceId] = [newId(), newId()];
    // As an older version enters them.
    await booking.query(
      `insert into premises (id, reference, address_line1, postcode, probation_region_id, probation_delivery_unit_id,
         turnaround_working_days, start_date, created_at, updated_at)
       values ($1::uuid, $1::text, '1 Old Street', 'CR0 1AA', $2, $3, 2, '2025-01-01', now(), now())`,
      [premisesId, LONDON, CROYDON],
    );
    await booking.query(
      `insert into bedspace (id, premises_id, reference, start_date, end_date, created_date, created_at, updated_at)
       values ($1::uuid, $2, $1::text, '2025-01-01', '2026-12-31', '2025-01-01', now(), now())`,
      [bedspaceId, premisesId],
    );
    for (const times of [1, 2]) expect([times, await round()]).toEqual([times, 'done']);
    expect((await booking.told(premisesId)).map(({ version, type }) => [version, type])).toEqual([
      [1, 'accommodation.cas3.premises.updated'],
    ]);
    const told = await booking.told(bedspaceId);
    expect(told.map(({ version, type, key }) => [version, type.replace('accommodation.cas3.', ''), key])).toEqual([
      [1, 'bedspace.updated', premisesId],
      [2, 'bedspace.availability-changed', premisesId],
      [3, 'bedspace.archived', premisesId],
    ]);
    expect(told[1]?.data['periods']).toEqual([{ from: '2025-01-01', to: '2026-12-31' }]);
  });

  it('and two instances at once publish it once', async () => {
    await assessor.post(`${path}/archive`, { endDate: '2027-03-10' });
    at('2027-03-11T12:00:00Z');
    await Promise.all([round(), round(), round()]);
    expect(await days()).toEqual(['premises.archived', 'bedspace.archived']);
  });
});

describe('people pressing at the same moment', () => {
  const reasonId = lists.offered('void-bedspace-reasons')[0]?.id;

  it('who book, void, archive, extend and bring back one bedspace never break a rule', async () => {
    const stay = await book('2027-03-01', '2027-03-08');
    const button = (name: string, body: object) => assessor.post(`${path}/bookings/${stay.body.id}/${name}`, body);
    await button('confirmations', {});
    await button('arrivals', { type: 'CAS3', arrivalDate: '2027-03-01', expectedDepartureDate: '2027-03-08' });
    const presses = [
      () => assessor.post(`${room()}/archive`, { endDate: '2027-03-12' }),
      () => book('2027-03-10', '2027-03-15'),
      () => button('extensions', { newDepartureDate: '2027-03-14', notes: '' }),
      () => assessor.post(`${room()}/void-bedspaces`, { startDate: '2027-03-09', endDate: '2027-03-13', reasonId }),
      () => assessor.post(`${path}/archive`, { endDate: '2027-03-11' }),
      () => assessor.put(`${path}/cancel-archive`, {}),
      () => assessor.put(`${room()}/cancel-archive`, {}),
      () => assessor.post(`${path}/bedspaces`, aBedspaceBody()),
    ];
    const answers = await Promise.all([...presses, ...presses].map((press) => press()));
    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    const beyond = await booking.query(
      `select o.id from occupancy o join bedspace b on b.id = o.bedspace_id
        where b.premises_id = $1 and b.end_date is not null and upper(o.period) - 1 > b.end_date order by o.id`,
      [place.premisesId],
    );
    expect(beyond).toEqual([]);
    const [house] = await booking.query<{ isOpenTooShort: boolean }>(
      `select p.end_date < max(coalesce(b.end_date, 'infinity')) as "isOpenTooShort"
         from premises p join bedspace b on b.premises_id = p.id where p.id = $1 group by p.id`,
      [place.premisesId],
    );
    expect(house?.isOpenTooShort ?? false).toBe(false);
    const versions = (await booking.told(place.bedspaceId)).map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
  });

  it('an archive and a booking beyond it: one of them wins', async () => {
    for (let times = 0; times < 8; times += 1) {
      const at = await booking.aPlace(assessor);
      const [archived, booked] = await Promise.all([
        assessor.post(`/cas3/v2/premises/${at.premisesId}/archive`, { endDate: '2027-03-10' }),
        assessor.post(
          `/cas3/v2/premises/${at.premisesId}/bookings`,
          aBookingBody(at, { crn: booking.someone(), arrivalDate: '2027-03-08', departureDate: '2027-03-20' }),
        ),
      ]);
      expect([
        [200, 409],
        [400, 201],
      ]).toContainEqual([archived?.status, booked?.status]);
    }
  });
});
