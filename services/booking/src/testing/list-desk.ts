import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { AssessmentUpdated } from '@throughcare/events/assessment-updated.v1';
import { assessmentIdOf, newId } from '@throughcare/events/ids';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { anEvent, type TestRequest } from '@throughcare/platform/testing';
import { ReferralViewEvents } from '../referral/referral-view.events';
import { BookingApp, aBookingBody, type Place } from './booking-app';
import { CROYDON, LONDON } from './builders';

export interface Page {
  resultsCount: number;
  results: {
    booking: { id: string };
    person: { name?: string };
    nights: number;
    warnings: { code: string; detail: string }[];
  }[];
}
export let booking: BookingApp;
export let assessor: TestRequest;
/** An assessor and no bookings, on 2 March 2026, for each test of a file. */
export const startDesk = (): void => {
  beforeAll(async () => {
    booking = await BookingApp.start();
    assessor = await booking.staff();
  });
  beforeEach(async () => {
    jest.setSystemTime(new Date('2026-03-02T12:00:00Z'));
    await booking.query(
      'truncate occupancy, former_bed, booking_action, booking, bedspace, premises, referral_view, custody_view, release_date_view cascade',
    );
  });
  afterAll(() => booking?.close());
};

export const listed = async (list: string, query = '', who = assessor) => {
  const { status, body } = await who.get<Page>(`/cas3/v2/bookings/lists/${list}${query}`);
  expect([list, status]).toEqual([list, 200]);
  return body.results;
};
export const idsIn = async (list: string) => (await listed(list)).map((row) => row.booking.id);
export const counts = async () =>
  (await assessor.get<{ lists: { list: string; count: number }[]; waiting: number }>('/cas3/v2/bookings/lists')).body;
export const book = async (over: object = {}, place?: Place) => {
  const to = place ?? (await booking.aPlace(assessor, {}, { startDate: '2026-03-02' }));
  const path = `/cas3/v2/premises/${to.premisesId}/bookings`;
  const { status, body } = await assessor.post<{ id: string }>(
    path,
    aBookingBody(to, { crn: booking.someone(), ...over }),
  );
  expect([status, body]).toEqual([201, expect.anything()]);
  return { id: body.id, path: `${path}/${body.id}` };
};
export const arrived = async (over: object = {}) => {
  const made = await book(over);
  await assessor.post(`${made.path}/confirmations`);
  const arrival = { type: 'CAS3', arrivalDate: '2026-03-02', expectedDepartureDate: '2026-03-16' };
  expect((await assessor.post(`${made.path}/arrivals`, arrival)).status).toBe(201);
  return made;
};
export const referred = async (over: object = {}) => {
  const applicationId = newId();
  const crn = booking.someone();
  const facts = { applicationId, assessmentId: assessmentIdOf(applicationId), crn, probationRegionId: LONDON };
  const events = booking.test.app.get(ReferralViewEvents);
  const days = { accommodationRequiredFromDate: '2026-03-09', releaseDate: '2026-03-09' };
  const submitted = anEvent(ReferralSubmitted, {
    ...facts,
    ...days,
    probationDeliveryUnitId: CROYDON,
    eventNumber: '3',
    ...over,
  });
  await booking.deliver(events.submitted.bind(events), submitted);
  await booking.deliver(events.moved.bind(events), anEvent(AssessmentReadyToPlace, facts));
  booking.assessments.assessments.set(facts.assessmentId, { status: 'ready_to_place', applicationId, crn });
  const changed = (dates: object, version = 2) =>
    booking.deliver(
      events.datesChanged.bind(events),
      anEvent(
        AssessmentUpdated,
        { ...facts, releaseDate: undefined, accommodationRequiredFromDate: undefined, ...dates },
        version,
      ),
    );
  return { ...facts, changed };
};
export const codes = async (list: string) =>
  (await listed(list)).map(({ warnings }) => warnings.map(({ code }) => code));
