import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingCancelledUpdated } from '@throughcare/events/booking-cancelled-updated.v1';
import { PersonNotArrived } from '@throughcare/events/person-not-arrived.v1';
import { conflict } from '@throughcare/base/errors';
import { cancellationsOfNonArrival as pairs } from '@throughcare/reference/meanings';
import { repeats, standingNonArrival, type RecordedAction } from '../booking/booking-action';
import { factsOf } from '../booking/booking-facts';
import { requireStatus, todayOf, type Circumstances, type Outcome, type Subject } from '../booking/booking.rules';
import { nonArrivalReason } from '../booking/reasons.rules';
import { known } from '../reference-data/reference-data';

export interface NonArrivalRequest {
  readonly reasonId: string;
  readonly notes: string | null;
}

type Actions = readonly RecordedAction[];

/** Of a reason that an administrator has added. */
const OTHER = known(pairs.find(({ nonArrival }) => nonArrival.name === 'Other')).cancellation;

const requireDue = (booking: Subject, before: RecordedAction | undefined, c: Circumstances): void => {
  requireStatus(booking, 'provisional', 'confirmed', ...(before ? (['cancelled'] as const) : []));
  if (booking.arrivalDate > todayOf(c))
    throw conflict('ARRIVAL_NOT_DUE', {
      detail: `The person is expected on ${booking.arrivalDate}. Cancel the booking if they will not come: ${booking.id}`,
    });
};

/**
 * The person did not come, or the reason is corrected. The booking is cancelled by it: so the bedspace is free, the referral open again, and
 * nDelius, which knows no such event, hears of a cancellation.
 */
export const recordNonArrival = (
  booking: Subject,
  actions: Actions,
  request: NonArrivalRequest,
  c: Circumstances,
): Outcome<'non-arrival'> => {
  const before = standingNonArrival(actions);
  if (before && repeats(before, request)) return { repeated: before };
  requireDue(booking, before, c);
  const reason = nonArrivalReason(request.reasonId, before?.details.reasonId);
  const cancellation = pairs.find(({ nonArrival }) => nonArrival.id === reason.id)?.cancellation ?? OTHER;
  const cancelled = before ? BookingCancelledUpdated : BookingCancelled;
  const recorded = { recordedAt: c.now.toISOString(), recordedBy: c.by };
  return {
    changes: { status: 'cancelled' },
    action: {
      kind: 'non-arrival',
      details: { date: booking.arrivalDate, ...request, cancellationReasonId: cancellation.id },
    },
    events: [
      cancelled.of({
        ...factsOf({ ...booking, status: 'cancelled' }, c.premises),
        cancelledAt: c.now.toISOString(),
        cancellationDate: booking.arrivalDate,
        cancellationReasonId: cancellation.id,
        cancellationReason: cancellation.name,
        notes: [reason.name, request.notes].filter((text) => text !== null).join('. '),
        statusBefore: booking.status,
        cancelledBy: c.by,
      }),
      PersonNotArrived.of({
        ...factsOf(booking, c.premises),
        status: 'not-arrived',
        expectedOn: booking.arrivalDate,
        nonArrivalReasonId: reason.id,
        nonArrivalReason: reason.name,
        ...recorded,
      }),
    ],
  };
};
