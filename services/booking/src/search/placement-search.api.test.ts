import type { PlacementSearchResults } from '@throughcare/api/cas3/bedspace';
import { lists } from '@throughcare/reference/lists';
import { newId } from '@throughcare/events/ids';
import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBookingBody, type Place } from '../testing/booking-app';
import { CROYDON, LAMBETH } from '../testing/builders';
import { fields } from '../testing/stay-desk';

let booking: BookingApp;
let assessor: TestRequest;
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff();
});
beforeEach(() => booking.query('truncate occupancy, former_bed, booking_action, booking, bedspace, premises cascade'));
afterAll(() => booking?.close());

const premisesOf = (name: string) => lists.all('premises-characteristics').find((row) => row.name === name)?.id ?? '';
const ask = (over: object = {}) =>
  assessor.post<PlacementSearchResults>('/cas3/v2/bedspaces/placement-search', {
    startDate: '2026-03-02',
    nights: 14,
    probationDeliveryUnits: [CROYDON],
    ...over,
  });
const search = async (over: object = {}) => {
  const { status, body } = await ask(over);
  expect([status, body]).toEqual([200, expect.anything()]);
  return body;
};
const book = async (place: Place, over: object = {}) => {
  const path = `/cas3/v2/premises/${place.premisesId}/bookings`;
  const made = await assessor.post<{ id: string }>(path, aBookingBody(place, { crn: booking.someone(), ...over }));
  return { status: made.status, path: `${path}/${made.body.id}` };
};
const found = ({ results }: PlacementSearchResults) => results.map(({ bedspace }) => bedspace.id);

describe('a search by nights', () => {
  it.each([
    [13, true],
    [14, false], // leaves on the day the next one comes
  ])('offers %d nights before the next booking: %s, and booking agrees', async (nights, isOffered) => {
    const place = await booking.aPlace(assessor, { turnaroundWorkingDays: 0 });
    await book(place, { arrivalDate: '2026-03-16', departureDate: '2026-03-20' });
    expect(found(await search({ nights }))).toEqual(isOffered ? [place.bedspaceId] : []);
    const departureDate = nights === 13 ? '2026-03-15' : '2026-03-16';
    expect((await book(place, { departureDate })).status).toBe(isOffered ? 201 : 409);
  });

  it.each([
    [0, '$.nights mustBeAtLeast1'],
    [85, '$.nights exceedsMaximumNights'],
  ])('refuses %d nights', async (nights, field) => {
    expect(fields((await ask({ nights })).body)).toEqual([field]);
  });

  it('takes 84 nights, and 1 to 5 delivery units', async () => {
    const place = await booking.aPlace(assessor);
    expect(found(await search({ nights: 84 }))).toEqual([place.bedspaceId]);
    expect(fields((await ask({ probationDeliveryUnits: [] })).body)).toEqual(['$.probationDeliveryUnits empty']);
    const six = lists
      .all('probation-delivery-units')
      .slice(0, 6)
      .map(({ id }) => id);
    expect(fields((await ask({ probationDeliveryUnits: six })).body)).toEqual([
      '$.probationDeliveryUnits maxNumberProbationDeliveryUnits',
    ]);
  });

  it('says until when what it refuses is free, and from when', async () => {
    const place = await booking.aPlace(assessor, { turnaroundWorkingDays: 0 });
    await book(place, { arrivalDate: '2026-03-10', departureDate: '2026-03-12' });
    const { unavailable } = await search({ includeUnavailable: true });
    expect(unavailable).toMatchObject([
      { bedspace: { id: place.bedspaceId }, reason: 'booked', freeUntil: '2026-03-09', freeFrom: '2026-03-13' },
    ]);
    expect((await book(place, { departureDate: '2026-03-09', enableTurnarounds: false })).status).toBe(201);
    expect((await search()).unavailable).toEqual([]);
  });

  it('says of a bedspace that closes or opens in between when it is open', async () => {
    const closes = await booking.aPlace(assessor, { reference: 'Closes' });
    const opens = await booking.aPlace(assessor, { reference: 'Opens' });
    await booking.query('update bedspace set end_date = $2 where id = $1', [closes.bedspaceId, '2026-03-09']);
    await booking.query('update bedspace set start_date = $2 where id = $1', [opens.bedspaceId, '2026-03-05']);
    const { unavailable } = await search({ includeUnavailable: true });
    const shown = unavailable.map(({ bedspace, reason, freeUntil, freeFrom }) => [
      bedspace.id,
      reason,
      freeUntil,
      freeFrom,
    ]);
    expect(shown).toEqual([
      [closes.bedspaceId, 'closed', '2026-03-09', null],
      [opens.bedspaceId, 'closed', null, '2026-03-05'],
    ]);
  });

  it('knows nobody’s end of an overdue stay', async () => {
    const place = await booking.aPlace(assessor);
    const { path } = await book(place, { departureDate: '2026-03-04' });
    await assessor.post(`${path}/confirmations`);
    await assessor.post(`${path}/arrivals`, { arrivalDate: '2026-03-02', expectedDepartureDate: '2026-03-04' });
    jest.setSystemTime(new Date('2026-03-05T12:00:00Z'));
    const { unavailable } = await search({ startDate: '2026-03-20', includeUnavailable: true });
    expect(unavailable).toMatchObject([{ reason: 'booked', freeUntil: null, freeFrom: null }]);
    jest.setSystemTime(new Date('2026-03-02T12:00:00Z'));
  });

  it('names neighbouring delivery units before others with more bedspaces', async () => {
    const unit = (code: string) => lists.unitOfCode(code)?.id ?? '';
    const [far, near] = [unit('N07BRNT'), unit('N07LEBR')];
    for (const probationDeliveryUnitId of [far, far, near]) await booking.aPlace(assessor, { probationDeliveryUnitId });
    expect((await search()).alternatives).toMatchObject([
      { probationDeliveryUnitId: near, bedspaceCount: 1, isNeighbour: true },
      { probationDeliveryUnitId: far, bedspaceCount: 2, isNeighbour: false },
    ]);
  });

  it('names the other delivery units of the region where nothing is free', async () => {
    const place = await booking.aPlace(assessor, { probationDeliveryUnitId: LAMBETH });
    const { results, alternatives } = await search();
    expect([results, alternatives]).toEqual([
      [],
      [{ probationDeliveryUnitId: LAMBETH, name: 'Lambeth', bedspaceCount: 1, isNeighbour: true }],
    ]);
    await book(place);
    expect((await search()).alternatives).toEqual([]);
  });

  it('comes in pages, and counts all of them', async () => {
    for (let at = 0; at < 3; at += 1) await booking.aPlace(assessor);
    const [first, second] = [await search({ perPage: 2 }), await search({ perPage: 2, page: 2 })];
    expect([first.resultsBedspaceCount, first.results.length, second.results.length]).toEqual([3, 2, 1]);
    expect(new Set([...found(first), ...found(second)]).size).toBe(3);
  });

  it('for men only leaves out a house where somebody’s sex is not known, and says so', async () => {
    const place = await booking.aPlace(assessor);
    await booking.aPlace(assessor);
    const room = await assessor.post<{ id: string }>(`/cas3/v2/premises/${place.premisesId}/bedspaces`, {
      reference: 'Room beside',
      startDate: '2026-03-02',
      characteristicIds: [],
    });
    await book(
      { premisesId: place.premisesId, bedspaceId: room.body.id },
      { crn: booking.someone({ sex: 'Not known' }) },
    );
    const menOnly = { premisesFilters: { includedCharacteristicIds: [premisesOf('isMenOnly')] } };
    const { results, notices } = await search(menOnly);
    expect(results).toHaveLength(1);
    expect(notices).toEqual([{ code: 'SEX_NOT_KNOWN', detail: expect.stringContaining('1 property is left out') }]);
    expect((await search()).results.length).toBe(2);
  });
});

describe('a search for a referral', () => {
  const referral = (over: object = {}) => {
    const assessmentId = newId();
    const crn = booking.someone();
    booking.assessments.assessments.set(assessmentId, {
      status: 'ready_to_place',
      applicationId: newId(),
      crn,
      ...over,
    });
    return { assessmentId, crn };
  };

  it('carries what the referral says, and ranks what gives no reason to look twice first', async () => {
    const wrong = await booking.aPlace(assessor, {
      reference: 'A house',
      characteristicIds: [premisesOf('notSuitableForArsonHistory')],
    });
    const right = await booking.aPlace(assessor, { reference: 'B house' });
    const { assessmentId, crn } = referral({ facts: { hasHistoryOfArson: true } });
    const body = await search({ assessmentId });
    expect(found(body)).toEqual([right.bedspaceId, wrong.bedspaceId]);
    expect(body.results.map(({ signals }) => signals.map(({ code }) => code))).toEqual([[], ['ARSON']]);
    expect(body.placeContext).toMatchObject({ assessmentId, crn, status: 'ready_to_place' });
  });

  it('says that a referral is not ready, and refuses one that there is not', async () => {
    await booking.aPlace(assessor);
    const { assessmentId } = referral({ status: 'in_review' });
    expect((await search({ assessmentId })).notices).toMatchObject([{ code: 'REFERRAL_NOT_READY_TO_PLACE' }]);
    expect(fields((await ask({ assessmentId: newId() })).body)).toEqual(['$.assessmentId doesNotExist']);
  });
});
