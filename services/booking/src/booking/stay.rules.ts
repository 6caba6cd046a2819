import type { NewEvent } from '@throughcare/events/define-event';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { PersonDepartedUpdated } from '@throughcare/events/person-departed-updated.v1';
import { addDays, londonDate, nights, type Day } from '@throughcare/platform/calendar';
import { invalidField } from '@throughcare/platform/errors';
import { MAX_NIGHTS, isTooFarAhead, type Stay } from '../occupancy/occupancy.rules';
import { latest, repeats, type ActionDetails, type RecordedAction } from './booking-action';
import { addressOf, factsOf, type FactsOfBooking } from './booking-facts';
import type { Booking } from './booking.entity';
import { datesOf, requireStatus, todayOf, type Circumstances, type Decision, type Outcome } from './booking.rules';
import { departureReason, moveOnCategory } from './reasons.rules';

/** Suppliers report arrivals late, but not later than this. */
const LATEST_ARRIVAL_REPORT_DAYS = 14;

type Subject = FactsOfBooking & Pick<Booking, 'status' | 'turnaroundWorkingDays'>;
type Actions = readonly RecordedAction[];

/** Twelve weeks, unless an overstay was recorded that reaches as far. */
const requireWithinLimit = (stay: Stay, actions: Actions, property: string): void => {
  const overstay = latest(actions, 'overstay')?.details.newDepartureDate;
  if (nights(stay.arrivalDate, stay.departureDate) <= MAX_NIGHTS) return;
  if (overstay === undefined || overstay < stay.departureDate)
    throw invalidField(property, 'exceedsMaximumNights', { value: String(MAX_NIGHTS) });
};

const requireArrivalDay = (arrivalDate: Day, today: Day): void => {
  if (arrivalDate > today) throw invalidField('$.arrivalDate', 'arrivalDateInFuture');
  if (arrivalDate < addDays(today, -LATEST_ARRIVAL_REPORT_DAYS))
    throw invalidField('$.arrivalDate', 'arrivalAfterLatestDate');
};

/** The person moved in, or the record of it is corrected. */
export const arrive = (
  booking: Subject,
  actions: Actions,
  request: ActionDetails['arrival'],
  c: Circumstances,
): Outcome<'arrival'> => {
  requireStatus(booking, 'confirmed', 'arrived');
  const before = latest(actions, 'arrival');
  if (before && repeats(before, request) && request.expectedDepartureDate === booking.departureDate)
    return { repeated: before };
  const stay = { arrivalDate: request.arrivalDate, departureDate: request.expectedDepartureDate };
  if (stay.departureDate < stay.arrivalDate)
    throw invalidField('$.expectedDepartureDate', 'beforeBookingArrivalDate', { value: stay.arrivalDate });
  requireArrivalDay(stay.arrivalDate, todayOf(c));
  requireWithinLimit(stay, actions, '$.expectedDepartureDate');
  const event = booking.status === 'arrived' ? PersonArrivedUpdated : PersonArrived;
  return {
    changes: { status: 'arrived', ...datesOf(stay, booking.turnaroundWorkingDays, c.holidays) },
    action: { kind: 'arrival', details: request },
    events: [
      event.of({
        ...factsOf({ ...booking, ...stay }, c.premises),
        premises: addressOf(c.premises),
        arrivedOn: stay.arrivalDate,
        expectedDepartureOn: stay.departureDate,
        recordedAt: c.now.toISOString(),
        notes: request.notes ?? '',
        recordedBy: c.by,
      }),
    ],
  };
};

const movedDeparture = (
  booking: Pick<Subject, 'id' | 'status' | 'arrivalDate' | 'turnaroundWorkingDays'>,
  departureDate: Day,
  c: Pick<Circumstances, 'holidays' | 'now'>,
) => {
  requireStatus(booking, 'arrived');
  if (isTooFarAhead(departureDate, todayOf(c))) throw invalidField('$.newDepartureDate', 'invalid');
  if (departureDate < booking.arrivalDate)
    throw invalidField('$.newDepartureDate', 'beforeBookingArrivalDate', { value: booking.arrivalDate });
  const stay = { arrivalDate: booking.arrivalDate, departureDate };
  return { stay, changes: datesOf(stay, booking.turnaroundWorkingDays, c.holidays) };
};

/** Extends or shortens a running stay within the twelve weeks. */
export const extend = (
  booking: Subject,
  actions: Actions,
  request: { newDepartureDate: Day; notes: string | null },
  c: Circumstances,
): Decision<'extension'> => {
  const { stay, changes } = movedDeparture(booking, request.newDepartureDate, c);
  requireWithinLimit(stay, actions, '$.newDepartureDate');
  const details = { previousDepartureDate: booking.departureDate, ...request };
  return { changes, action: { kind: 'extension', details }, events: [] };
};

/** Lets a stay run past the twelve weeks, with or without authority; nothing else does. */
export const overstay = (
  booking: Subject,
  request: { newDepartureDate: Day; isAuthorised: boolean; reason: string | null },
  c: Circumstances,
): Decision<'overstay'> => {
  const { changes } = movedDeparture(booking, request.newDepartureDate, c);
  const details = { previousDepartureDate: booking.departureDate, ...request };
  return { changes, action: { kind: 'overstay', details }, events: [] };
};

const departedEvent = (
  booking: Subject,
  stay: Stay,
  { request, reason }: { request: ActionDetails['departure']; reason: string },
  c: Circumstances,
): NewEvent => {
  const event = booking.status === 'departed' ? PersonDepartedUpdated : PersonDeparted;
  return event.of({
    ...factsOf({ ...booking, ...stay }, c.premises),
    premises: addressOf(c.premises),
    departedAt: request.dateTime,
    departedOn: stay.departureDate,
    departureReasonId: request.reasonId,
    departureReason: reason,
    moveOnCategoryId: request.moveOnCategoryId,
    recordedAt: c.now.toISOString(),
    notes: request.notes ?? '',
    recordedBy: c.by,
  });
};

/** The person left, or the record of it is corrected. Days are London days: 00:00Z in summer is 1 o'clock of the same day. */
export const depart = (
  booking: Subject,
  actions: Actions,
  request: ActionDetails['departure'],
  c: Circumstances,
): Outcome<'departure'> => {
  requireStatus(booking, 'arrived', 'departed');
  const before = latest(actions, 'departure');
  if (before && repeats(before, request)) return { repeated: before };
  const stay = { arrivalDate: booking.arrivalDate, departureDate: londonDate(new Date(request.dateTime)) };
  if (stay.departureDate > todayOf(c)) throw invalidField('$.dateTime', 'departureDateInFuture');
  if (stay.departureDate < stay.arrivalDate)
    throw invalidField('$.dateTime', 'beforeBookingArrivalDate', { value: stay.arrivalDate });
  const reason = departureReason(request.reasonId, before?.details.reasonId);
  moveOnCategory(request.moveOnCategoryId, before?.details.moveOnCategoryId);
  requireWithinLimit(stay, actions, '$.dateTime');
  return {
    changes: { status: 'departed', ...datesOf(stay, booking.turnaroundWorkingDays, c.holidays) },
    action: { kind: 'departure', details: request },
    events: [departedEvent(booking, stay, { request, reason: reason.name }, c)],
  };
};
