import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingCancelledUpdated } from '@throughcare/events/booking-cancelled-updated.v1';
import { PersonArrivalUndone } from '@throughcare/events/person-arrival-undone.v1';
import type { Day } from '@throughcare/base/calendar';
import { conflict } from '@throughcare/base/errors';
import { ofKind, repeats, type RecordedAction } from '../booking/booking-action';
import { addressOf, factsOf } from '../booking/booking-facts';
import { requireStatus, todayOf, type Circumstances, type Outcome, type Subject } from '../booking/booking.rules';
import { runningStay } from '../booking/one-person.rules';
import { cancellationReason, saysNobodyCame } from '../booking/reasons.rules';
import { cancellationReasonOf, known } from '../reference-data/reference-data';
import type { Scoped } from '@throughcare/reference/items';

/** "Changes to booking - new booking not required": no reason of the list says that a referral was rejected. */
const GONE_WITH_REFERRAL = 'f47ac10b-58cc-4372-a567-0e02b2c3d482';

/** A second press comes within this time; later the same words mean another cancellation. */
const SECOND_PRESS_MS = 60_000;

export interface CancellationRequest {
  readonly date: Day;
  readonly reasonId: string;
  readonly notes: string | null;
}

type Actions = readonly RecordedAction[];
type Cancelling = Outcome<'cancellation'> | Outcome<'arrival-undone'>;

/**
 * Takes back what was decided last: the arrival of who has arrived (the booking is confirmed again), otherwise the booking. A cancellation
 * can be corrected. The second press of the button that undid an arrival does not cancel the booking as well.
 */
export const cancel = (
  booking: Subject,
  actions: Actions,
  request: CancellationRequest,
  c: Circumstances,
): Cancelling => {
  const last = actions.at(-1);
  if (last?.kind === 'arrival-undone' && isSecondPress(last as RecordedAction<'arrival-undone'>, request, c.now))
    return { repeated: last as RecordedAction<'arrival-undone'> };
  return booking.status === 'arrived' ? undoArrival(booking, request, c) : cancelBooking(booking, actions, request, c);
};

const isSecondPress = (last: RecordedAction<'arrival-undone'>, request: CancellationRequest, now: Date): boolean =>
  repeats(last, request) && now.getTime() - last.createdAt.getTime() < SECOND_PRESS_MS;

/** That the person did not come is no cancellation which could be repeated: another one takes its place. */
const lastCancellation = (actions: Actions): RecordedAction<'cancellation'> | undefined => {
  const last = actions.findLast(({ kind }) => kind === 'cancellation' || kind === 'non-arrival');
  return last?.kind === 'cancellation' ? ofKind([last], 'cancellation')[0] : undefined;
};

const cancelBooking = (
  booking: Subject,
  actions: Actions,
  request: CancellationRequest,
  c: Circumstances,
): Outcome<'cancellation'> => {
  requireStatus(booking, 'provisional', 'confirmed', 'cancelled');
  const before = lastCancellation(actions);
  if (before && repeats(before, request)) return { repeated: before };
  return cancelled(booking, request, cancellationReason(request.reasonId, before?.details.reasonId), c);
};

/** A provisional booking goes with its referral, whatever is offered as a reason to staff by now. */
export const cancelWithReferral = (booking: Subject, why: string, c: Circumstances): Outcome<'cancellation'> => {
  requireStatus(booking, 'provisional');
  const reason = known(cancellationReasonOf(GONE_WITH_REFERRAL));
  return cancelled(booking, { date: todayOf(c), reasonId: reason.id, notes: why }, reason, c);
};

const cancelled = (
  booking: Subject,
  request: CancellationRequest,
  reason: Scoped,
  c: Circumstances,
): Outcome<'cancellation'> => {
  const event = booking.status === 'cancelled' ? BookingCancelledUpdated : BookingCancelled;
  return {
    changes: { status: 'cancelled' },
    action: { kind: 'cancellation', details: request },
    events: [
      event.of({
        ...factsOf({ ...booking, status: 'cancelled' }, c.premises),
        cancelledAt: c.now.toISOString(),
        cancellationDate: request.date,
        cancellationReasonId: reason.id,
        cancellationReason: reason.name,
        notes: request.notes ?? undefined,
        statusBefore: booking.status,
        cancelledBy: c.by,
      }),
    ],
  };
};

/**
 * The person never came. The booking keeps its dates, so nobody else has taken them meanwhile; what the arrival told other systems is
 * taken back. Who did come and has left, departs.
 */
const undoArrival = (booking: Subject, request: CancellationRequest, c: Circumstances): Outcome<'arrival-undone'> => {
  if (booking.inBedSince !== null)
    throw conflict('STAY_HAS_MOVED', {
      detail: `The person has moved during this stay, so they have been here. Record a departure: ${booking.id}`,
    });
  const reason = cancellationReason(request.reasonId);
  if (!saysNobodyCame(reason.id))
    throw conflict('PERSON_HAS_ARRIVED', {
      detail: `The person has arrived. Record a departure, or give a reason that says they never came: ${booking.id}`,
    });
  return {
    changes: { status: 'confirmed' },
    action: { kind: 'arrival-undone', details: request },
    events: [
      PersonArrivalUndone.of({
        ...factsOf({ ...booking, status: 'confirmed' }, c.premises),
        premises: addressOf(c.premises),
        arrivedOn: booking.arrivalDate,
        undoneAt: c.now.toISOString(),
        reasonId: reason.id,
        reason: reason.name,
        notes: request.notes ?? '',
        recordedBy: c.by,
        staysAtBookingId: runningStay(c.others)?.id,
      }),
    ],
  };
};
