import { AssessmentAllocated } from '@throughcare/events/assessment-allocated.v1';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { AssessmentDeallocated } from '@throughcare/events/assessment-deallocated.v1';
import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { assessmentIdOf, newId } from '@throughcare/events/ids';
import { ReferralAmended } from '@throughcare/events/referral-amended.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import fc from 'fast-check';
import { anEvent } from '@throughcare/platform/testing';
import { BookingApp } from '../testing/booking-app';
import { ReferralViewEvents } from './referral-view.events';

let booking: BookingApp;
let handlers: ReferralViewEvents;
beforeAll(async () => {
  booking = await BookingApp.start();
  handlers = booking.test.app.get(ReferralViewEvents);
});
afterAll(() => booking?.close());

type Delivery = () => Promise<void>;

/** One referral's story, as its two services tell it. */
const storyOf = (applicationId: string): Delivery[] => {
  const facts = { applicationId, assessmentId: assessmentIdOf(applicationId) };
  const deliver =
    <E>(handle: (event: E, context: never) => Promise<void>, event: E) =>
    () =>
      booking.deliver(handle.bind(handlers) as never, event);
  return [
    deliver(handlers.submitted, anEvent(ReferralSubmitted, { applicationId, sexualRisk: true, eventNumber: '7' })),
    deliver(handlers.moved, anEvent(AssessmentAllocated, facts, 1)),
    deliver(handlers.moved, anEvent(AssessmentDeallocated, facts, 2)),
    deliver(handlers.moved, anEvent(AssessmentRejected, facts, 3)),
    deliver(handlers.moved, anEvent(AssessmentReadyToPlace, facts, 4)),
    deliver(handlers.moved, anEvent(AssessmentClosed, facts, 5)),
    deliver(handlers.moved, anEvent(AssessmentReadyToPlace, { ...facts, cause: 'booking-cancelled' }, 6)),
  ];
};
const view = async (applicationId: string) => {
  const columns = 'assessment_id, crn, event_number, sexual_risk, assessment_status, assessment_version';
  const [row] = await booking.query(`select ${columns} from referral_view where application_id = $1`, [applicationId]);
  return row;
};

it('follows a corrected answer about sexual risk', async () => {
  const applicationId = newId();
  for (const tell of storyOf(applicationId)) await tell();
  const corrected = anEvent(ReferralAmended, { applicationId, sexualRisk: false }, 2);
  await booking.deliver(handlers.amended.bind(handlers), corrected);
  expect(await view(applicationId)).toMatchObject({ sexual_risk: false, assessment_status: 'ready_to_place' });
});

describe('what we know of a referral', () => {
  it('is the same whatever the order and however often it is told', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }),
        fc.nat(6),
        async (order, twice) => {
          const applicationId = newId();
          const story = storyOf(applicationId);
          for (const at of [...order, twice]) await story[at]?.();
          expect(await view(applicationId)).toEqual({
            assessment_id: assessmentIdOf(applicationId),
            crn: 'X900001',
            event_number: '7',
            sexual_risk: true,
            assessment_status: 'ready_to_place',
            assessment_version: 6,
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  it.each([
    [2, 'in_review'],
    [3, 'unallocated'],
    [4, 'rejected'],
    [5, 'ready_to_place'],
    [6, 'closed'],
  ])('after %d events is %s', async (count, status) => {
    const applicationId = newId();
    for (const tell of storyOf(applicationId).slice(0, count)) await tell();
    expect(await view(applicationId)).toMatchObject({ assessment_status: status });
  });
});
