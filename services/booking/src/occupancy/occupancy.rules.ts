import { addDays, addWorkingDays, differenceInDays, nights, type Day } from '@throughcare/base/calendar';
import { conflict, invalidField, type AppError } from '@throughcare/base/errors';

/** The longest stay that needs no overstay record: twelve weeks. */
export const MAX_NIGHTS = 84;
/** Nobody plans further ahead; what lies beyond is a slip of the keyboard. */
const HORIZON_DAYS = 5 * 365;

export const isTooFarAhead = (day: Day, today: Day): boolean => day > addDays(today, HORIZON_DAYS);

export interface Stay {
  readonly arrivalDate: Day;
  readonly departureDate: Day;
}

/** Both days belong to it. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** Someone is still there although the planned end has passed: nobody knows when they leave, so nothing follows them yet. */
export const isOverdue = (stay: Pick<Stay, 'departureDate'> & { readonly status: string }, today: Day): boolean =>
  stay.status === 'arrived' && stay.departureDate < today;

/** When a bedspace can be used at all. */
export interface Availability {
  readonly id: string;
  readonly startDate: Day;
  readonly endDate: Day | null;
}

/**
 * THE date-range rule. A stay occupies its bedspace from the arrival day to the last working day of the turnaround,
 * both included; so without a turnaround, the day of departure cannot be the next person's day of arrival.
 * Search, booking, every change of a booking and (with no turnaround) voids use this one period.
 */
export const occupiedPeriod = (stay: Stay, turnaroundWorkingDays: number, holidays: ReadonlySet<Day>): Period => ({
  from: stay.arrivalDate,
  to: addWorkingDays(stay.departureDate, turnaroundWorkingDays, holidays),
});

/** The same periods as Postgres compares them (`&&`), in its own notation. */
export const toRange = (period: Period): string => `[${period.from},${period.to}]`;

export const overlaps = (a: Period, b: Period): boolean => a.from <= b.to && b.from <= a.to;

/** Days that both have, first and last included. */
export const overlapDays = (a: Period, b: Period): number => {
  const from = a.from > b.from ? a.from : b.from;
  const to = a.to < b.to ? a.to : b.to;
  return Math.max(0, differenceInDays(from, to) + 1);
};

/** Why the bedspace is not open for these dates; undefined when it is. Only the stay counts, not its turnaround. */
export const closedFor = (bedspace: Availability, stay: Stay): AppError | undefined => {
  if (stay.arrivalDate < bedspace.startDate)
    return invalidField('$.arrivalDate', 'bookingArrivalDateBeforeBedspaceStartDate', {
      entityId: bedspace.id,
      value: bedspace.startDate,
    });
  if (bedspace.endDate !== null && bedspace.endDate < stay.departureDate)
    return conflict('BEDSPACE_ARCHIVED', {
      detail: `BedSpace is archived from ${bedspace.endDate} which is before the end of these dates: ${bedspace.id}`,
    });
  return undefined;
};

/** Why nobody may book these dates, whatever the bedspace; undefined when they may. */
export const unbookableDates = (stay: Stay, today: Day): AppError | undefined => {
  if (stay.departureDate < stay.arrivalDate) return invalidField('$.departureDate', 'beforeBookingArrivalDate');
  if (stay.departureDate < today) return invalidField('$.departureDate', 'departureDateInPast');
  if (isTooFarAhead(stay.departureDate, today)) return invalidField('$.departureDate', 'invalid');
  if (nights(stay.arrivalDate, stay.departureDate) > MAX_NIGHTS)
    return invalidField('$.departureDate', 'exceedsMaximumNights', { value: String(MAX_NIGHTS) });
  return undefined;
};

/** What search and booking ask of a bedspace and its premises before they look who else is there. */
export const refusalOf = (
  stay: Stay,
  bedspace: Availability,
  premises: Pick<Availability, 'endDate'>,
  today: Day,
): AppError | undefined =>
  unbookableDates(stay, today) ??
  closedFor(bedspace, stay) ??
  closedFor({ ...bedspace, endDate: premises.endDate }, stay);

export type OccupancyKind = 'booking' | 'void';

export interface Blocker {
  readonly id: string;
  readonly kind: OccupancyKind;
  readonly from: Day;
  /** Null: someone is still there after the planned end, and nobody knows until when. */
  readonly to: Day | null;
}

/** The 409 that existing clients read: its last word is the id of what is in the way, and only a void says so. */
export const clash = (blocker: Blocker): AppError => {
  const what = blocker.kind === 'void' ? 'A Void Bedspace' : 'A booking with its turnaround';
  const detail =
    blocker.to === null
      ? `A person who came on ${blocker.from} has not departed. Record that departure or extend the stay first: ${blocker.id}`
      : `${what} from ${blocker.from} to ${blocker.to} overlaps these dates: ${blocker.id}`;
  return conflict(blocker.kind === 'void' ? 'VOID_CLASH' : 'BOOKING_CLASH', { detail });
};
