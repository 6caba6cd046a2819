import { BookingExtended } from '@throughcare/events/booking-extended.v1';
import { OverstayRecorded } from '@throughcare/events/overstay-recorded.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { addDays, nights, type Day } from '@throughcare/base/calendar';
import { conflict, invalid, invalidField } from '@throughcare/base/errors';
import { MAX_NIGHTS, isTooFarAhead, type Stay } from '../occupancy/occupancy.rules';
import { latest, repeats, type ActionDetails, type RecordedAction } from '../booking/booking-action';
import { addressOf, factsOf } from '../booking/booking-facts';
import {
  datesOf,
  requireStatus,
  todayOf,
  type Circumstances,
  type Outcome,
  type Subject,
} from '../booking/booking.rules';
import {
  hasBegun,
  inBedOf,
  requireFreeBed,
  requireNotBookedElsewhere,
  requireNotStayingElsewhere,
} from '../booking/one-person.rules';

/** Suppliers report what happened late, but not later than this. */
export const LATEST_REPORT_DAYS = 14;

type Actions = readonly RecordedAction[];

/** Twelve weeks, unless an overstay was recorded that reaches as far. */
const requireWithinLimit = (stay: Stay, actions: Actions, property: string): void => {
  const overstay = latest(actions, 'overstay')?.details.newDepartureDate;
  if (nights(stay.arrivalDate, stay.departureDate) <= MAX_NIGHTS) return;
  if (overstay === undefined || overstay < stay.departureDate)
    throw invalidField(property, 'exceedsMaximumNights', { value: String(MAX_NIGHTS) });
};

/** Where the person was on the days before they moved would change with it. */
const requireSameArrivalOnceMoved = (booking: Subject, stay: Stay): void => {
  if (booking.inBedSince !== null && stay.arrivalDate !== booking.arrivalDate)
    throw conflict('STAY_HAS_MOVED', {
      detail: `The person has moved during this stay, so the day of arrival cannot be changed: ${booking.id}`,
    });
};

const requireArrivalDay = (arrivalDate: Day, today: Day): void => {
  if (arrivalDate > today) throw invalidField('$.arrivalDate', 'arrivalDateInFuture');
  if (arrivalDate < addDays(today, -LATEST_REPORT_DAYS)) throw invalidField('$.arrivalDate', 'arrivalAfterLatestDate');
};

/** While the person is there, nobody can have planned that they left: only a departure says so. A plan that has passed may stand. */
const requireNotInThePast = (booking: Subject, departureDate: Day, property: string, today: Day): void => {
  if (departureDate < today && departureDate !== booking.departureDate)
    throw invalidField(property, 'invalid', { value: today });
};

/** One person has one running stay and one bed, and a bed one person; asked whenever a stay begins or its days move. */
const requireOnePersonOneBed = (booking: Subject, stay: Stay, c: Circumstances): void => {
  if (booking.status !== 'arrived') requireNotStayingElsewhere(c.others);
  const same = stay.arrivalDate === booking.arrivalDate && stay.departureDate === booking.departureDate;
  const others = same ? c.others.filter(({ status }) => status === 'departed') : c.others;
  requireNotBookedElsewhere(stay, others, todayOf(c));
  requireFreeBed({ id: booking.id, status: 'arrived', ...inBedOf(booking, stay) }, c.inSameBed);
};

/** The person moved in, or the record of it is corrected. */
export const arrive = (
  booking: Subject,
  actions: Actions,
  request: ActionDetails['arrival'],
  c: Circumstances,
): Outcome<'arrival'> => {
  requireStatus(booking, 'confirmed', 'arrived');
  const before = booking.status === 'arrived' ? latest(actions, 'arrival') : undefined;
  if (before && repeats(before, request) && request.expectedDepartureDate === booking.departureDate)
    return { repeated: before };
  const stay = { arrivalDate: request.arrivalDate, departureDate: request.expectedDepartureDate };
  if (stay.departureDate < stay.arrivalDate)
    throw invalidField('$.expectedDepartureDate', 'beforeBookingArrivalDate', { value: stay.arrivalDate });
  requireSameArrivalOnceMoved(booking, stay);
  requireArrivalDay(stay.arrivalDate, todayOf(c));
  requireNotInThePast(booking, stay.departureDate, '$.expectedDepartureDate', todayOf(c));
  requireWithinLimit(stay, actions, '$.expectedDepartureDate');
  requireOnePersonOneBed(booking, stay, c);
  const event = booking.status === 'arrived' ? PersonArrivedUpdated : PersonArrived;
  const changes = { status: 'arrived', ...datesOf(stay, booking.turnaroundWorkingDays, c.holidays) } as const;
  return {
    changes,
    action: { kind: 'arrival', details: request },
    events: [
      event.of({
        ...factsOf({ ...booking, ...changes }, c.premises),
        premises: addressOf(c.premises),
        arrivedOn: stay.arrivalDate,
        expectedDepartureOn: stay.departureDate,
        atAddressSince: booking.inPremisesSince ?? undefined,
        recordedAt: c.now.toISOString(),
        notes: request.notes ?? '',
        recordedBy: c.by,
      }),
    ],
  };
};

const movedDeparture = (booking: Subject, departureDate: Day, c: Circumstances): Stay => {
  requireStatus(booking, 'arrived');
  if (isTooFarAhead(departureDate, todayOf(c))) throw invalidField('$.newDepartureDate', 'invalid');
  const first = booking.inBedSince ?? booking.arrivalDate;
  if (departureDate < first) throw invalidField('$.newDepartureDate', 'beforeBookingArrivalDate', { value: first });
  return { arrivalDate: booking.arrivalDate, departureDate };
};

const movedFacts = (booking: Subject, stay: Stay, c: Circumstances) => ({
  ...factsOf({ ...booking, ...datesOf(stay, booking.turnaroundWorkingDays, c.holidays) }, c.premises),
  previousDepartureDate: booking.departureDate,
  newDepartureDate: stay.departureDate,
});

/** Extends or shortens a running stay within the twelve weeks. */
export const extend = (
  booking: Subject,
  actions: Actions,
  request: { newDepartureDate: Day; notes: string | null },
  c: Circumstances,
): Outcome<'extension'> => {
  const stay = movedDeparture(booking, request.newDepartureDate, c);
  const before = latest(actions, 'extension');
  if (before && repeats(before, request) && booking.departureDate === stay.departureDate) return { repeated: before };
  requireNotInThePast(booking, stay.departureDate, '$.newDepartureDate', todayOf(c));
  requireWithinLimit(stay, actions, '$.newDepartureDate');
  requireOnePersonOneBed(booking, stay, c);
  const event = { extendedAt: c.now.toISOString(), notes: request.notes ?? undefined, extendedBy: c.by };
  return {
    changes: datesOf(stay, booking.turnaroundWorkingDays, c.holidays),
    action: { kind: 'extension', details: { previousDepartureDate: booking.departureDate, ...request } },
    events: [BookingExtended.of({ ...movedFacts(booking, stay, c), ...event })],
  };
};

export const requireBeyondLimit = (stay: Stay): void => {
  if (nights(stay.arrivalDate, stay.departureDate) <= MAX_NIGHTS)
    throw invalid('OVERSTAY_WITHIN_LIMIT', {
      detail: `An overstay is longer than ${MAX_NIGHTS} nights. Extend the stay instead`,
    });
};

export interface OverstayRequest {
  readonly newDepartureDate: Day;
  readonly isAuthorised: boolean;
  readonly reason: string | null;
}

/** Lets a stay run past the twelve weeks, with or without authority; nothing else does, and within them nothing needs it. */
export const overstay = (
  booking: Subject,
  actions: Actions,
  request: OverstayRequest,
  c: Circumstances,
): Outcome<'overstay'> => {
  const stay = movedDeparture(booking, request.newDepartureDate, c);
  const before = latest(actions, 'overstay');
  if (before && repeats(before, request) && booking.departureDate === stay.departureDate) return { repeated: before };
  requireBeyondLimit(stay);
  // Clients record an overstay to a day that has passed just before the departure on that day; until then the stay is overdue.
  if (stay.departureDate < booking.departureDate)
    requireNotInThePast(booking, stay.departureDate, '$.newDepartureDate', todayOf(c));
  const { reason } = request;
  if (reason === null) throw invalidField('$.reason', 'empty');
  // Days up to today happened, whatever was planned for them.
  const others = stay.departureDate > todayOf(c) ? c.others : c.others.filter(hasBegun);
  requireOnePersonOneBed(booking, stay, { ...c, others });
  const event = {
    overstayId: c.overstayId,
    isAuthorised: request.isAuthorised,
    reason,
    recordedAt: c.now.toISOString(),
    recordedBy: c.by,
  };
  return {
    changes: datesOf(stay, booking.turnaroundWorkingDays, c.holidays),
    action: { kind: 'overstay', details: { previousDepartureDate: booking.departureDate, ...request } },
    events: [OverstayRecorded.of({ ...movedFacts(booking, stay, c), ...event })],
  };
};
