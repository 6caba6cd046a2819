import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingCancelledUpdated } from '@throughcare/events/booking-cancelled-updated.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { newId } from '@throughcare/events/ids';
import { PersonNotArrived } from '@throughcare/events/person-not-arrived.v1';
import { anEvent } from '@throughcare/platform/testing';
import { AssessmentApp, staff } from '../testing/assessment-app';
import { NonArrivalEvents } from './non-arrival.events';
import { OpenBookingsEvents } from './open-bookings.events';

let app: AssessmentApp;
beforeAll(async () => {
  app = await AssessmentApp.start();
});
afterAll(() => app?.close());

const REASON = 'Failed to arrive as planned';
const aPlace = async () => ({ assessmentId: await app.inState('ready_to_place'), bookingId: newId() });
type Booked = Awaited<ReturnType<typeof aPlace>>;
const absent = (booked: Booked, version: number) =>
  anEvent(PersonNotArrived, { ...booked, expectedOn: '2027-05-03', nonArrivalReason: REASON }, version);
const corrected = (booked: Booked, version: number) => anEvent(BookingCancelledUpdated, booked, version);
const hear = (event: Parameters<NonArrivalEvents['recorded']>[0]) => {
  const events = app.test.app.get(NonArrivalEvents);
  return app.deliver(events.recorded.bind(events), event);
};
const booked = (event: Parameters<OpenBookingsEvents['moved']>[0]) => {
  const events = app.test.app.get(OpenBookingsEvents);
  return app.deliver(events.moved.bind(events), event);
};
const alerts = async ({ assessmentId }: Booked) =>
  (await (await app.as(staff.assessor)).get<object[]>(`/cas3/assessments/${assessmentId}/alerts`)).body;
const lines = async ({ assessmentId }: Booked, member = staff.assessor) =>
  (await (await app.as(member)).get<{ message: string }[]>(`/cas3/timeline/${assessmentId}`)).body
    .map(({ message }) => message)
    .filter((message) => message.includes('did not arrive'));

describe('somebody who does not arrive', () => {
  it('is an alert with what to do, and a line of the timeline that assessors read', async () => {
    const place = await aPlace();
    await hear(absent(place, 4));
    expect(await alerts(place)).toEqual([
      {
        alert: 'not-arrived-2027-05-03',
        kind: 'not-arrived',
        on: '2027-05-03',
        message: `The person did not arrive on 3 May 2027: ${REASON}.`,
        whatToDo: expect.stringContaining('book again'),
      },
    ]);
    expect(await lines(place)).toEqual([`The person did not arrive on 2027-05-03: ${REASON}`]);
    expect(await lines(place, staff.referrer)).toEqual([]);
  });

  it.each([
    ['in order', [0, 1]],
    ['the other way round', [1, 0]],
    ['and again', [0, 1, 0]],
  ])('and was corrected to another cancellation is none, heard %s', async (_, order) => {
    const place = await aPlace();
    const said = [absent(place, 4), corrected(place, 5)] as const;
    for (const at of order) await hear(said[at === 0 ? 0 : 1]);
    expect(await alerts(place)).toEqual([]);
  });

  it('for another reason is told with both events, of which the second counts, whichever comes first', async () => {
    const place = await aPlace();
    for (const event of [absent(place, 6), corrected(place, 5), absent(place, 4)]) await hear(event);
    expect(await alerts(place)).toHaveLength(1);
  });

  it('is no alert any more once there is another booking, and is one when that is cancelled', async () => {
    const place = await aPlace();
    const next = { ...place, bookingId: newId() };
    await booked(anEvent(BookingProvisionallyMade, next, 1));
    await hear(absent(place, 4));
    expect(await alerts(place)).toEqual([]);
    await booked(anEvent(BookingCancelled, next, 2));
    expect(await alerts(place)).toHaveLength(1);
  });

  it('from a booking without a referral is nobody’s alert', async () => {
    await hear(anEvent(PersonNotArrived, { assessmentId: undefined, bookingId: newId() }, 2));
  });
});
