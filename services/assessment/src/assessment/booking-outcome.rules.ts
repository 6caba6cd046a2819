import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { factsOf, type AssessmentState } from './assessment-state';
import type { Decision } from './assessment.rules';

const unchanged: Decision = { changes: {}, events: [] };

/** A firm booking closes an accepted assessment, and is remembered as what closed it. */
export const bookingConfirmed = (assessment: AssessmentState, bookingId: string, now: Date): Decision => {
  if (assessment.status !== 'ready_to_place') return unchanged;
  return {
    changes: { status: 'closed', completedAt: now, closedByBookingId: bookingId },
    events: [AssessmentClosed.of({ ...factsOf(assessment), cause: 'booking-confirmed', bookingId })],
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
      events: [AssessmentClosed.of({ ...factsOf(assessment), cause: 'booking-confirmed', bookingId: other })],
    };
  }
  return {
    changes: { status: 'ready_to_place', decidedAt: now, completedAt: null, closedByBookingId: null },
    events: [AssessmentReadyToPlace.of({ ...factsOf(assessment), cause: 'booking-cancelled', bookingId })],
    note: { category: 'ready_to_place' },
  };
};
