import { lists } from '@throughcare/reference/lists';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { newId } from '@throughcare/events/ids';
import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, aBedspaceBody, aBookingBody, type Place } from '../testing/booking-app';
import { CARDIFF, CROYDON, LAMBETH, WALES } from '../testing/builders';
import { ReferralViewEvents } from '../referral/referral-view.events';
import { assessmentIdOf } from '@throughcare/events/ids';

let booking: BookingApp;
let assessor: TestRequest;
beforeAll(async () => {
  booking = await BookingApp.start();
});
beforeEach(async () => {
  // each test searches an estate of its own
  await booking.query('truncate occupancy, booking_action, booking, bedspace, premises cascade');
  assessor = await booking.staff();
  booking.aPerson('X900001');
});
afterAll(() => booking?.close());

interface Results {
  resultsPremisesCount: number;
  resultsBedspaceCount: number;
  results: {
    premises: { id: string; name: string; bedspaceCount: number; bookedBedspaceCount: number };
    bedspace: { id: string; reference: string };
    overlaps: Record<string, unknown>[];
  }[];
}
const premisesOf = (name: string) => lists.all('premises-characteristics').find((row) => row.name === name)?.id ?? '';
const bedspaceOf = (name: string) => lists.all('bedspace-characteristics').find((row) => row.name === name)?.id ?? '';
const aSearch = (over: object = {}) => ({
  startDate: '2026-03-02',
  durationDays: 10,
  probationDeliveryUnits: [CROYDON],
  ...over,
});
const search = async (over: object = {}, who = assessor) => {
  const { status, body } = await who.post<Results>('/cas3/v2/bedspaces/search', aSearch(over));
  expect(status).toBe(200);
  return body;
};
const found = async (over: object = {}) => (await search(over)).results.map(({ bedspace }) => bedspace.id);
const book = async (place: Place, over: object = {}) => {
  const path = `/cas3/v2/premises/${place.premisesId}/bookings`;
  const { status, body } = await assessor.post<{ id: string }>(path, aBookingBody(place, over));
  expect(status).toBe(201);
  return body.id;
};
const addRoom = async ({ premisesId }: Place, over: object = {}) => {
  const path = `/cas3/v2/premises/${premisesId}/bedspaces`;
  const { body } = await assessor.post<{ id: string }>(path, aBedspaceBody(over));
  await booking.open({ premisesId }, '2026-01-05');
  return { premisesId, bedspaceId: body.id };
};

describe('what is found', () => {
  it('shows property, bedspace and counts', async () => {
    const place = await booking.aPlace(
      assessor,
      { reference: 'Elm House', notes: 'Ring twice' },
      { reference: 'Room 1' },
    );
    await booking.query(`update premises set characteristic_ids = $1`, [[premisesOf('isSharedProperty')]]);
    expect(await search({ _csrf: 'extra', placeContextAssessmentId: 'x' })).toEqual({
      resultsPremisesCount: 1,
      resultsBedspaceCount: 1,
      results: [
        {
          premises: {
            id: place.premisesId,
            name: 'Elm House',
            addressLine1: '12 Church Street',
            addressLine2: null,
            town: 'Croydon',
            postcode: 'CR0 1AA',
            probationDeliveryUnitName: 'Croydon',
            notes: 'Ring twice',
            characteristics: [{ name: 'isSharedProperty', description: expect.any(String) }],
            bedspaceCount: 1,
            bookedBedspaceCount: 0,
          },
          bedspace: { id: place.bedspaceId, reference: 'Room 1', characteristics: [] },
          lastDepartureDate: '2026-05-25',
          overlaps: [],
        },
      ],
    });
  });

  it('is in order of delivery unit, property and bedspace', async () => {
    const lambeth = await booking.aPlace(assessor, { reference: 'A', probationDeliveryUnitId: LAMBETH });
    const second = await booking.aPlace(assessor, { reference: 'B' }, { reference: 'Room 2' });
    const third = await addRoom(second, { reference: 'Room 3' });
    const first = await booking.aPlace(assessor, { reference: 'A' });
    const expected = [first, second, third, lambeth].map(({ bedspaceId }) => bedspaceId);
    expect(await found({ probationDeliveryUnits: [LAMBETH, CROYDON] })).toEqual(expected);
    expect(await found({ probationDeliveryUnits: [LAMBETH] })).toEqual([lambeth.bedspaceId]);
  });

  it('leaves out what is booked, with the turnaround on both sides', async () => {
    const place = await booking.aPlace(assessor);
    await book(place, { arrivalDate: '2026-03-16', departureDate: '2026-03-20' }); // occupied until Tuesday 24 March
    expect(await found({ startDate: '2026-03-02', durationDays: 12 })).toEqual([]); // to the 13th, then cleaning to the 17th
    expect(await found({ startDate: '2026-03-02', durationDays: 11 })).toEqual([]);
    expect(await found({ startDate: '2026-03-02', durationDays: 10 })).toEqual([place.bedspaceId]); // to Wednesday 11th
    expect(await found({ startDate: '2026-03-24', durationDays: 1 })).toEqual([]);
    expect(await found({ startDate: '2026-03-25', durationDays: 1 })).toEqual([place.bedspaceId]);
  });

  it('leaves out voids, what is not open yet and what closes too early', async () => {
    const voided = await booking.aPlace(assessor);
    await booking.query(`insert into occupancy values ($1, 'void', $2, '[2026-03-11,2026-03-11]')`, [
      newId(),
      voided.bedspaceId,
    ]);
    const upcoming = await booking.aPlace(assessor);
    await booking.query(`update bedspace set start_date = '2026-03-03' where id = $1`, [upcoming.bedspaceId]);
    const closing = await booking.aPlace(assessor);
    await booking.query(`update bedspace set end_date = '2026-03-10' where id = $1`, [closing.bedspaceId]);
    expect(await found()).toEqual([]);
    expect(await found({ startDate: '2026-03-03', durationDays: 8 })).toHaveLength(2);
  });

  it('is nothing for dates that nobody may book', async () => {
    await booking.aPlace(assessor);
    expect(await found({ durationDays: 85 })).toHaveLength(1);
    expect(await found({ durationDays: 86 })).toEqual([]);
    expect(await found({ startDate: '2026-02-01', durationDays: 5 })).toEqual([]);
    expect(await found({ startDate: '9999-12-31', durationDays: 2_147_483_647 })).toEqual([]);
  });

  it('counts bedspaces that can be used in that time, and those already taken', async () => {
    const place = await booking.aPlace(assessor);
    const taken = await addRoom(place);
    const voided = await addRoom(place);
    await book(taken);
    await booking.query(`insert into occupancy values ($1, 'void', $2, '[2026-03-02,2026-03-02]')`, [
      newId(),
      voided.bedspaceId,
    ]);
    const { results } = await search();
    expect(results).toHaveLength(1);
    expect(results[0]?.premises).toMatchObject({ bedspaceCount: 2, bookedBedspaceCount: 1 });
  });
});

describe('filters', () => {
  const with_ = async (ids: string[]) => {
    const place = await booking.aPlace(assessor);
    await booking.query('update premises set characteristic_ids = $2 where id = $1', [place.premisesId, ids]);
    return place.bedspaceId;
  };

  it('by characteristics of the property and of the bedspace', async () => {
    const shared = await with_([premisesOf('isSharedProperty')]);
    const notForRisk = await with_([premisesOf('notSuitableForSexualRiskToAdults')]);
    await booking.query('update bedspace set characteristic_ids = $2 where id = $1', [
      shared,
      [bedspaceOf('isWheelchairAccessible')],
    ]);
    const include = (id: string) => ({ includedCharacteristicIds: [id], excludedCharacteristicIds: null });
    expect(await found({ premisesFilters: include(premisesOf('isSharedProperty')) })).toEqual([shared]);
    expect(await found({ bedspaceFilters: include(bedspaceOf('isWheelchairAccessible')) })).toEqual([shared]);
    const excluded = { excludedCharacteristicIds: [premisesOf('notSuitableForSexualRiskToAdults')] };
    expect(await found({ premisesFilters: excluded })).toEqual([shared]);
    expect((await found({ premisesFilters: null })).toSorted()).toEqual([shared, notForRisk].toSorted());
  });

  it('for men only drop properties for women and those where a woman stays then', async () => {
    const mixed = await with_([]);
    await with_([premisesOf('isWomenOnly')]);
    const home = await booking.aPlace(assessor);
    await addRoom(home);
    await book(home, { crn: booking.aPerson('X900020', { sex: 'Female' }) });
    const hidden = await booking.aPlace(assessor);
    const beside = await addRoom(hidden);
    await book(hidden, { crn: booking.aPerson('X900021', { sex: 'Female' }) });
    booking.aHiddenPerson('X900021');
    const men = { includedCharacteristicIds: [premisesOf('isMenOnly')] };
    expect((await found({ premisesFilters: men })).toSorted()).toEqual([mixed, beside.bedspaceId].toSorted());
  });
});

describe('who else will be there', () => {
  it('is shown with the days both stay, and masked where the caller may not see', async () => {
    const place = await booking.aPlace(assessor);
    const free = await addRoom(place);
    const crn = booking.aPerson('X900030', { name: 'Grace Murray', sex: 'Female' });
    const bookingId = await book(place, { crn, arrivalDate: '2026-03-10', departureDate: '2026-03-20' });
    const overlap = { bookingId, bedspaceId: place.bedspaceId, crn, days: 2, assessmentId: null, isSexualRisk: false };
    const [result] = (await search()).results;
    expect(result?.bedspace.id).toBe(free.bedspaceId);
    expect(result?.overlaps).toEqual([{ ...overlap, name: 'Grace Murray', sex: 'Female', personType: 'FullPerson' }]);
    booking.aHiddenPerson(crn);
    const masked = await search();
    expect(masked.results[0]?.overlaps).toEqual([
      { ...overlap, name: 'Limited Access Offender', sex: null, personType: 'RestrictedPerson' },
    ]);
    expect(JSON.stringify(masked)).not.toContain('Murray');
  });

  it('leaves out cancelled bookings and those of other days', async () => {
    const place = await booking.aPlace(assessor);
    await addRoom(place);
    const path = `/cas3/v2/premises/${place.premisesId}/bookings/${await book(place)}`;
    const reason = { date: '2026-03-02', reason: 'f47ac10b-58cc-4372-a567-0e02b2c3d480' };
    expect((await assessor.post(`${path}/cancellations`, reason)).status).toBe(201);
    await book(place, { crn: booking.someone(), arrivalDate: '2026-03-20', departureDate: '2026-03-21' });
    expect((await search()).results.map(({ overlaps }) => overlaps)).toEqual([[], []]);
  });

  it('says where the referral tells of a sexual risk', async () => {
    const applicationId = newId();
    const assessmentId = assessmentIdOf(applicationId);
    booking.assessments.assessments.set(assessmentId, { status: 'ready_to_place', applicationId, crn: 'X900001' });
    const place = await booking.aPlace(assessor);
    await addRoom(place);
    await book(place, { assessmentId });
    const risks = async () => (await search()).results[0]?.overlaps[0];
    expect(await risks()).toMatchObject({ isSexualRisk: false, assessmentId });
    const handlers = booking.test.app.get(ReferralViewEvents);
    const submitted = ReferralSubmitted.of({ ...ReferralSubmitted.example, applicationId, sexualRisk: true });
    await booking.deliver(handlers.submitted.bind(handlers), submitted as never);
    expect(await risks()).toMatchObject({ isSexualRisk: true });
  });
});

describe('who may search', () => {
  it('assessors, in their own region', async () => {
    await booking.aPlace(assessor);
    const wales = await booking.staff({ regionId: WALES, roles: ['CAS3_ASSESSOR', 'CAS3_REPORTER'] });
    expect((await search({ probationDeliveryUnits: [CROYDON, CARDIFF] }, wales)).results).toEqual([]);
    const referrer = await booking.staff({ roles: ['CAS3_REFERRER'] });
    expect((await referrer.post('/cas3/v2/bedspaces/search', aSearch())).status).toBe(403);
    expect((await booking.test.request.post('/cas3/v2/bedspaces/search', aSearch())).status).toBe(401);
  });

  it.each([
    ['durationDays', 0, 'mustBeAtLeast1', '$.durationDays'],
    ['durationDays', 'not-a-number', 'expectedNumber', '$.durationDays'],
    ['probationDeliveryUnits', [], 'empty', '$.probationDeliveryUnits'],
    ['probationDeliveryUnits', ['x'], 'invalid', '$.probationDeliveryUnits[0]'],
    ['startDate', undefined, 'empty', '$.startDate'],
    [
      'premisesFilters',
      { includedCharacteristicIds: ['x'] },
      'invalid',
      '$.premisesFilters.includedCharacteristicIds[0]',
    ],
  ])('refuses %s = %j', async (name, value, errorType, propertyName) => {
    const { status, body } = await assessor.post('/cas3/v2/bedspaces/search', aSearch({ [name]: value }));
    expect([status, (body as Record<string, unknown>)['invalid-params']]).toMatchObject([
      400,
      [{ propertyName, errorType }],
    ]);
  });
});
