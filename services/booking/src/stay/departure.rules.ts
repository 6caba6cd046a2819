import type { NewEvent } from '@throughcare/events/define-event';
import { OverstayRecorded } from '@throughcare/events/overstay-recorded.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { PersonDepartedUpdated } from '@throughcare/events/person-departed-updated.v1';
import { londonDate, nights } from '@throughcare/base/calendar';
import { invalidField } from '@throughcare/base/errors';
import type { Stay } from '../occupancy/occupancy.rules';
import { latest, repeats, type ActionDetails, type NewAction, type RecordedAction } from '../booking/booking-action';
import { addressOf, factsOf } from '../booking/booking-facts';
import {
  datesOf,
  requireStatus,
  todayOf,
  type Circumstances,
  type Outcome,
  type Subject,
} from '../booking/booking.rules';
import { hasBegun, inBedOf, requireFreeBed, requireNotBookedElsewhere, runningStay } from '../booking/one-person.rules';
import { departureReason, moveOnCategory, requirePossiblePair } from '../booking/reasons.rules';
import { requireBeyondLimit } from './stay.rules';

type Actions = readonly RecordedAction[];
type Request = ActionDetails['departure'];

/** Whether the nights beyond twelve weeks were agreed, where that is recorded together with the departure. */
export interface Beyond {
  readonly isAuthorised: boolean;
  readonly reason: string | null;
}

const departedEvent = (
  booking: Subject,
  changes: Partial<Subject> & Stay,
  { request, reason }: { request: Request; reason: string },
  c: Circumstances,
): NewEvent => {
  const event = booking.status === 'departed' ? PersonDepartedUpdated : PersonDeparted;
  return event.of({
    ...factsOf({ ...booking, ...changes }, c.premises),
    premises: addressOf(c.premises),
    departedAt: request.dateTime,
    departedOn: changes.departureDate,
    departureReasonId: request.reasonId,
    departureReason: reason,
    moveOnCategoryId: request.moveOnCategoryId,
    nights: nights(changes.arrivalDate, changes.departureDate),
    recordedAt: c.now.toISOString(),
    notes: request.notes ?? '',
    recordedBy: c.by,
    staysAtBookingId: runningStay(c.others)?.id,
  });
};

const requireDay = (booking: Subject, stay: Stay, c: Circumstances): void => {
  if (stay.departureDate > todayOf(c)) throw invalidField('$.dateTime', 'departureDateInFuture');
  const first = booking.inBedSince ?? stay.arrivalDate;
  if (stay.departureDate < first) throw invalidField('$.dateTime', 'beforeBookingArrivalDate', { value: first });
};

const chosenReason = (request: Request, before: Request | undefined) => {
  const reason = departureReason(request.reasonId, before?.reasonId);
  const moveOn = moveOnCategory(request.moveOnCategoryId, before?.moveOnCategoryId);
  const stands = before?.reasonId === reason.id && before.moveOnCategoryId === moveOn.id;
  if (!stands) requirePossiblePair(reason, moveOn);
  return reason;
};

const overstayOf = (
  booking: Subject,
  actions: Actions,
  stay: Stay,
  beyond: Beyond | undefined,
): NewAction<'overstay'> | undefined => {
  if (!beyond) return undefined;
  requireBeyondLimit(stay);
  if (beyond.reason === null) throw invalidField('$.overstay.reason', 'empty');
  const details = { newDepartureDate: stay.departureDate, ...beyond };
  if (repeats(latest(actions, 'overstay'), details)) return undefined;
  return { kind: 'overstay', details: { previousDepartureDate: booking.departureDate, ...details } };
};

const overstayEvent = (booking: Subject, { details }: NewAction<'overstay'>, c: Circumstances): NewEvent =>
  OverstayRecorded.of({
    ...factsOf(
      {
        ...booking,
        ...datesOf({ ...booking, departureDate: details.newDepartureDate }, booking.turnaroundWorkingDays, c.holidays),
      },
      c.premises,
    ),
    overstayId: c.overstayId,
    recordedAt: c.now.toISOString(),
    recordedBy: c.by,
    previousDepartureDate: details.previousDepartureDate,
    newDepartureDate: details.newDepartureDate,
    isAuthorised: details.isAuthorised,
    reason: details.reason ?? '',
  });

/**
 * The person left, or the record of it is corrected: a fact, however long they stayed and whoever is booked next. Days are London days:
 * 00:00Z in summer is 1 o'clock of the same day. With `beyond` the nights beyond twelve weeks are recorded in the same step.
 */
export const depart = (
  booking: Subject,
  actions: Actions,
  request: Request,
  c: Circumstances,
  beyond?: Beyond,
): Outcome<'departure'> => {
  requireStatus(booking, 'arrived', 'departed');
  const before = latest(actions, 'departure');
  const stay = { arrivalDate: booking.arrivalDate, departureDate: londonDate(new Date(request.dateTime)) };
  const isSame = before !== undefined && repeats(before, request);
  if (isSame && !beyond) return { repeated: before };
  requireDay(booking, stay, c);
  const overstay = overstayOf(booking, actions, stay, beyond);
  if (isSame && !overstay) return { repeated: before };
  const reason = chosenReason(request, before?.details);
  // Leaving only frees the bed and the person; a correction may put the day later.
  if (booking.status === 'departed' && stay.departureDate > booking.departureDate) {
    requireFreeBed({ id: booking.id, status: 'departed', ...inBedOf(booking, stay) }, c.inSameBed);
    requireNotBookedElsewhere(stay, c.others.filter(hasBegun), todayOf(c));
  }
  const changes = { status: 'departed', ...datesOf(stay, booking.turnaroundWorkingDays, c.holidays) } as const;
  const departed = departedEvent(booking, changes, { request, reason: reason.name }, c);
  return {
    changes,
    action: { kind: 'departure', details: request },
    ...(overstay && { before: overstay }),
    events: overstay ? [overstayEvent(booking, overstay, c), departed] : [departed],
  };
};
