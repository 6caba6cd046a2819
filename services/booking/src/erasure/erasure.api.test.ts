import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { newId } from '@throughcare/events/ids';
import { PersonErased } from '@throughcare/events/person-erased.v1';
import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { ReleaseDateChanged } from '@throughcare/events/release-date-changed.v1';
import { ErasureEvents } from '@throughcare/platform/erasure';
import { NumberEvents } from '@throughcare/platform/numbers';
import { anEvent, personalColumns, tablesWith, type TestRequest } from '@throughcare/platform/testing';
import { CustodyEvents } from '../custody/custody.events';
import { ReleaseDateEvents } from '../custody/release-date.events';
import { ReferralViewEvents } from '../referral/referral-view.events';
import { aBookingBody, BookingApp, type Place } from '../testing/booking-app';
import { ARRIVAL, DEPARTURE, idOf } from '../testing/stay-desk';

let booking: BookingApp;
let assessor: TestRequest;
let place: Place;
let person: { crn: string; nomsNumber: string };
let nth = 0;
beforeAll(async () => {
  booking = await BookingApp.start();
  assessor = await booking.staff();
});
beforeEach(async () => {
  nth += 1;
  person = { crn: `X96000${nth}`, nomsNumber: `F960${nth}FF` };
  booking.aPerson(person.crn, person);
  place = await booking.aPlace(assessor);
});
afterAll(() => booking?.close());

const handle = <H>(type: new (...parts: never[]) => H) => booking.test.app.get(type);
const erase = () => {
  const handlers = handle(ErasureEvents);
  return booking.deliver(handlers.erased.bind(handlers), anEvent(PersonErased, person));
};
const aBooking = async () => {
  const path = `/cas3/v2/premises/${place.premisesId}/bookings`;
  const { status, body } = await assessor.post<{ id: string }>(path, aBookingBody(place, { crn: person.crn }));
  expect(status).toBe(201);
  return `${path}/${body.id}`;
};
const press = async (path: string, button: string, body: object) =>
  expect((await assessor.post(`${path}/${button}`, body)).status).toBe(201);
const tellOthers = async () => {
  const view = handle(ReferralViewEvents);
  const facts = { applicationId: newId(), ...person };
  await booking.deliver(view.submitted.bind(view), anEvent(ReferralSubmitted, { ...facts, eventNumber: '7' }));
  const ready = anEvent(AssessmentReadyToPlace, { ...facts, applicationId: newId(), assessmentId: newId() });
  await booking.deliver(view.moved.bind(view), ready);
  const custody = handle(CustodyEvents);
  await booking.deliver(custody.moved.bind(custody), anEvent(PersonReleased, person));
  const dates = handle(ReleaseDateEvents);
  await booking.deliver(dates.changed.bind(dates), anEvent(ReleaseDateChanged, person));
  const numbers = handle(NumberEvents);
  const merge = { numberType: 'noms' as const, from: `G960${nth}GG`, into: person.nomsNumber };
  await booking.deliver(numbers.follow.bind(numbers), anEvent(PersonMerged, merge, 1));
};
const traces = (...words: string[]) => tablesWith(booking.test.db, person.crn, person.nomsNumber, ...words);

describe('a person whom nDelius has deleted', () => {
  it('leaves days, bedspace, reasons and what became of the booking, in no list, and no word or number', async () => {
    const path = await aBooking();
    await tellOthers();
    await press(path, 'confirmations', { notes: 'Rang his mother' });
    await press(path, 'arrivals', { ...ARRIVAL, notes: 'Came with a dog' });
    await press(path, 'departures', { ...DEPARTURE, notes: 'Went to his mother' });
    expect(await traces('mother', 'dog')).toEqual([
      'booking',
      'booking_action',
      'custody_view',
      'merged_number',
      'person_index',
      'referral_view',
      'release_date_view',
    ]);
    await erase();
    await erase();
    expect(await traces('mother', 'dog')).toEqual([]);
    const [row] = await booking.query('select * from booking where id = $1', [idOf(path)]);
    expect(row).toMatchObject({
      crn: expect.stringMatching(/^ERASED-/),
      status: 'departed',
      premises_id: place.premisesId,
      bedspace_id: place.bedspaceId,
      region_id: expect.any(String),
      arrival_date: '2026-03-02',
      departure_date: '2026-03-02',
      erased_at: expect.any(Date),
    });
    const steps = await booking.query(
      `select details ->> 'reasonId' as reason, details ->> 'moveOnCategoryId' as "moveOn" from booking_action
        where booking_id = $1 and kind = 'departure'`,
      [idOf(path)],
    );
    expect(steps).toEqual([{ reason: DEPARTURE.reasonId, moveOn: DEPARTURE.moveOnCategoryId }]);
    expect((await assessor.get(path)).status).toBe(404);
    expect((await assessor.get(`/cas3/v2/bookings/${idOf(path)}/history`)).status).toBe(404);
    const lists = [
      `/cas3/v2/premises/${place.premisesId}/bookings`,
      '/cas3/v2/bookings/search',
      '/cas3/v2/bookings/lists/departed',
    ];
    for (const list of lists) {
      const reply = await assessor.get(list);
      expect([list, reply.status, JSON.stringify(reply.body).includes(idOf(path))]).toEqual([list, 200, false]);
    }
    expect(
      await booking.query(`select aggregate_id from silent_change where table_name = 'booking' order by 1`),
    ).toEqual([]);
  });

  it.each([
    ['is booked', 0],
    ['has a confirmed bedspace', 1],
    ['is staying', 2],
  ])(
    'and %s stays until that has ended: the erasure is refused, and goes through when it is redriven',
    async (_, steps) => {
      const path = await aBooking();
      const before = [['confirmations', {}] as const, ['arrivals', ARRIVAL] as const].slice(0, steps);
      for (const [button, body] of before) await press(path, button, body);
      await expect(erase()).rejects.toMatchObject({ kind: 'conflict', code: 'PERSON_HAS_OPEN_BOOKING' });
      expect((await assessor.get(path)).status).toBe(200);
      booking.gateway.people.delete(person.crn);
      for (const [button, body] of [['confirmations', {}] as const, ['arrivals', ARRIVAL] as const].slice(steps))
        await press(path, button, body);
      await press(path, 'departures', DEPARTURE);
      await erase();
      expect(await traces()).toEqual([]);
    },
  );

  it('is not brought back by what is heard later, nor by a booking that was begun before', async () => {
    await erase();
    await tellOthers();
    expect(await traces()).toEqual([]);
    const body = aBookingBody(place, { crn: person.crn });
    expect(await assessor.post(`/cas3/v2/premises/${place.premisesId}/bookings`, body)).toMatchObject({ status: 400 });
  });
});

describe('what may say something about a person', () => {
  /** Of a row that is counted. */
  const GOES = ['booking.crn', 'booking.event_number', 'booking.noms_number', 'booking_action.details'];
  /** Its row goes. */
  const GOES_WITH_ITS_ROW = [
    'custody_view.crn',
    'custody_view.noms_number',
    'merged_number.from_number',
    'merged_number.into_number',
    'person_index.person_key',
    'person_index.search_text',
    'person_index.sort_name',
    'referral_view.crn',
    'referral_view.event_number',
    'referral_view.noms_number',
    'release_date_view.crn',
    'release_date_view.noms_number',
    'renumbered_row.made_with',
  ];
  const OF_PLACES = [
    'bedspace.notes',
    'bedspace.reference_key',
    'estate_action.details',
    'premises.address_line1',
    'premises.address_line2',
    'premises.notes',
    'premises.reference_key',
    'void_bedspace.cancellation_notes',
    'void_bedspace.notes',
    'void_bedspace.reference_number',
  ];

  it('is decided about, column by column: a new one fails here until it is', async () => {
    const decided = [...GOES, ...GOES_WITH_ITS_ROW, ...OF_PLACES].toSorted();
    expect((await personalColumns(booking.test.db)).toSorted()).toEqual(decided);
  });
});
