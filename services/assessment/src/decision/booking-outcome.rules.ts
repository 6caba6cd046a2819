import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { stepOf, type AssessmentState } from '../assessment/assessment-state';
import { noRejection, type Decision } from './decision.rules';

const unchanged: Decision = { changes: {}, events: [] };

/**
 * A firm booking closes the assessment, and is remembered as what closed it. Booking confirms only what is ready to place, and a referral
 * is not rejected while a booking of it is known; where the two crossed all the same, the booking wins: a room is firm and nDelius was told.
 */
export const bookingConfirmed = (assessment: AssessmentState, bookingId: string, now: Date): Decision => {
  if (assessment.status === 'closed') return unchanged;
  const crossed = { ...noRejection, decidedAt: assessment.decidedAt ?? now };
  const closed = { status: 'closed', completedAt: now, closedByBookingId: bookingId } as const;
  return {
    changes: assessment.status === 'ready_to_place' ? closed : { ...crossed, ...closed },
    events: [AssessmentClosed.of({ ...stepOf(assessment, { now }), cause: 'booking-confirmed', bookingId })],
    note: { category: 'completed' },
  };
};

/**
 * The cancellation of the booking that closed an assessment re-opens it, unless another booking of it is firm: that one
 * keeps it closed. What staff archived stays archived.
 */
export const bookingCancelled = (
  assessment: AssessmentState,
  bookingId: string,
  stillConfirmed: readonly string[],
  now: Date,
): Decision => {
  if (assessment.status !== 'closed' || assessment.closedByBookingId !== bookingId) return unchanged;
  const [other] = stillConfirmed;
  if (other !== undefined) {
    return {
      changes: { closedByBookingId: other },
      events: [AssessmentClosed.of({ ...stepOf(assessment, { now }), cause: 'booking-confirmed', bookingId: other })],
    };
  }
  return {
    changes: { status: 'ready_to_place', decidedAt: now, completedAt: null, closedByBookingId: null },
    events: [AssessmentReadyToPlace.of({ ...stepOf(assessment, { now }), cause: 'booking-cancelled', bookingId })],
    note: { category: 'ready_to_place' },
  };
};
