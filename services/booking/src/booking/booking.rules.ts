import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { BookingTurnaroundChanged } from '@throughcare/events/booking-turnaround-changed.v1';
import type { NewEvent } from '@throughcare/events/define-event';
import { londonDate, type Day } from '@throughcare/base/calendar';
import { conflict, invalidField } from '@throughcare/base/errors';
import { occupiedPeriod, type Stay } from '../occupancy/occupancy.rules';
import { isTurnaround } from '../premises/premises.rules';
import { latest, repeats, type ActionKind, type NewAction, type RecordedAction } from './booking-action';
import { factsOf, type FactsOfBooking, type PremisesFacts } from './booking-facts';
import type { StaffBlock } from '../staff-block';
import type { Booking, StoredStatus } from './booking.entity';
import { requireNotBookedElsewhere, type OtherBooking } from './one-person.rules';

/** What a decision needs to know beside the booking. */
export interface Circumstances {
  readonly now: Date;
  readonly holidays: ReadonlySet<Day>;
  readonly premises: PremisesFacts;
  readonly by: StaffBlock | undefined;
  /** The person's other bookings that are not cancelled, in any region. */
  readonly others: readonly OtherBooking[];
  /** Other stays in the same bedspace that have begun. */
  readonly inSameBed: readonly OtherBooking[];
  /** Of the overstay, where one is recorded. */
  readonly overstayId: string;
}

/** What a rule decides. `action` is what staff recorded. There is no change without an event: whoever follows the events keeps up. */
export interface Decision<K extends ActionKind = ActionKind> {
  readonly changes: Partial<Booking>;
  readonly action: NewAction<K>;
  /** What was recorded by the same press before `action`. */
  readonly before?: NewAction;
  readonly events: readonly [NewEvent, ...NewEvent[]];
}

/** The same request again: the action that stands is the answer. */
export interface Repeat<K extends ActionKind = ActionKind> {
  readonly repeated: RecordedAction<K>;
}

export type Outcome<K extends ActionKind = ActionKind> = Decision<K> | Repeat<K>;

export type Subject = FactsOfBooking;

/** Refuses a button that this state does not have. The booking's own id ends the sentence: clients make it a link. */
export const requireStatus = (booking: Pick<Booking, 'id' | 'status'>, ...allowed: StoredStatus[]): void => {
  if (!allowed.includes(booking.status))
    throw conflict('BOOKING_STATE', { detail: `Not possible while the booking is ${booking.status}: ${booking.id}` });
};

/** Text that staff wrote, or null. */
export const notesOf = (notes: string | null | undefined): string | null => notes?.trim() || null;

/** Where a stay lies now, with its end as the bedspace sees it. */
export const datesOf = (stay: Stay, turnaroundWorkingDays: number, holidays: ReadonlySet<Day>) => ({
  arrivalDate: stay.arrivalDate,
  departureDate: stay.departureDate,
  effectiveEndDate: occupiedPeriod(stay, turnaroundWorkingDays, holidays).to,
});

/** `departed` while the turnaround lasts, `closed` after its last working day. */
export const shownStatus = (
  booking: Pick<Booking, 'status' | 'turnaroundWorkingDays' | 'effectiveEndDate'>,
  today: Day,
): StoredStatus | 'closed' =>
  booking.status === 'departed' && (booking.turnaroundWorkingDays === 0 || booking.effectiveEndDate < today)
    ? 'closed'
    : booking.status;

export interface NewBooking extends Stay {
  readonly id: string;
  readonly crn: string;
  readonly nomsNumber: string | null;
  readonly premisesId: string;
  readonly bedspaceId: string;
  readonly applicationId: string | null;
  readonly assessmentId: string | null;
  readonly eventNumber: string | null;
  readonly turnaroundWorkingDays: number;
  readonly releasedAt: Date | null;
}

/** A new booking is provisional and already holds its bedspace. */
export const book = (request: NewBooking, c: Circumstances) => {
  requireNotBookedElsewhere(request, c.others, todayOf(c));
  const booking: Booking = {
    ...request,
    ...datesOf(request, request.turnaroundWorkingDays, c.holidays),
    version: 1,
    status: 'provisional',
    inBedSince: null,
    inPremisesSince: null,
    originalArrivalDate: request.arrivalDate,
    originalDepartureDate: request.departureDate,
    createdAt: c.now,
    erasedAt: null,
  };
  const facts = factsOf(booking, c.premises);
  return {
    booking,
    action: { kind: 'turnaround', details: { workingDays: request.turnaroundWorkingDays } } as const,
    events: [BookingProvisionallyMade.of({ ...facts, bookedAt: c.now.toISOString(), bookedBy: c.by })],
  };
};

export const confirm = (booking: Subject, notes: string | null, c: Circumstances): Outcome<'confirmation'> => {
  requireStatus(booking, 'provisional');
  return {
    changes: { status: 'confirmed' },
    action: { kind: 'confirmation', details: { notes } },
    events: [
      BookingConfirmed.of({
        ...factsOf({ ...booking, status: 'confirmed' }, c.premises),
        confirmedAt: c.now.toISOString(),
        notes: notes ?? '',
        confirmedBy: c.by,
      }),
    ],
  };
};

/** Another length of the cleaning, as long as the booking occupies its bedspace at all. The length it has already is no change. */
export const changeTurnaround = (
  booking: Subject,
  actions: readonly RecordedAction[],
  workingDays: number,
  c: Circumstances,
): Outcome<'turnaround'> => {
  requireStatus(booking, 'provisional', 'confirmed', 'arrived', 'departed');
  if (!isTurnaround(workingDays)) throw invalidField('$.workingDays', 'isNotAPositiveInteger');
  const before = latest(actions, 'turnaround');
  if (before && booking.turnaroundWorkingDays === workingDays && repeats(before, { workingDays }))
    return { repeated: before };
  const changes = { turnaroundWorkingDays: workingDays, ...datesOf(booking, workingDays, c.holidays) };
  return {
    changes,
    action: { kind: 'turnaround', details: { workingDays } },
    events: [
      BookingTurnaroundChanged.of({
        ...factsOf({ ...booking, ...changes }, c.premises),
        workingDays,
        effectiveEndDate: changes.effectiveEndDate,
        changedAt: c.now.toISOString(),
        changedBy: c.by,
      }),
    ],
  };
};

export const todayOf = (c: Pick<Circumstances, 'now'>): Day => londonDate(c.now);
