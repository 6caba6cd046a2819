import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingCancelledUpdated } from '@throughcare/events/booking-cancelled-updated.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import type { NewEvent } from '@throughcare/events/define-event';
import { londonDate, type Day } from '@throughcare/platform/calendar';
import { conflict, invalidField } from '@throughcare/platform/errors';
import { occupiedPeriod, type Stay } from '../occupancy/occupancy.rules';
import { isTurnaround } from '../premises/premises.rules';
import { latest, repeats, type ActionKind, type NewAction, type RecordedAction } from './booking-action';
import { factsOf, type FactsOfBooking, type PremisesFacts, type StaffBlock } from './booking-facts';
import type { Booking, StoredStatus } from './booking.entity';
import { cancellationReason } from './reasons.rules';

/** What a decision needs to know beside the booking. */
export interface Circumstances {
  readonly now: Date;
  readonly holidays: ReadonlySet<Day>;
  readonly premises: PremisesFacts;
  readonly by: StaffBlock | undefined;
}

/** What a rule decides. `action` is what staff recorded; no event means that nothing changed. */
export interface Decision<K extends ActionKind = ActionKind> {
  readonly changes: Partial<Booking>;
  readonly action: NewAction<K>;
  readonly events: readonly NewEvent[];
}

/** The same request again: the action that stands is the answer. */
export interface Repeat<K extends ActionKind = ActionKind> {
  readonly repeated: RecordedAction<K>;
}

export type Outcome<K extends ActionKind = ActionKind> = Decision<K> | Repeat<K>;

type Subject = FactsOfBooking & Pick<Booking, 'status'>;

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
  const booking: Booking = {
    ...request,
    ...datesOf(request, request.turnaroundWorkingDays, c.holidays),
    version: 1,
    status: 'provisional',
    originalArrivalDate: request.arrivalDate,
    originalDepartureDate: request.departureDate,
    createdAt: c.now,
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
        ...factsOf(booking, c.premises),
        confirmedAt: c.now.toISOString(),
        notes: notes ?? '',
        confirmedBy: c.by,
      }),
    ],
  };
};

export interface CancellationRequest {
  readonly date: Day;
  readonly reasonId: string;
  readonly notes: string | null;
}

/** Cancels before the person has arrived; afterwards a stay ends by a departure. A cancellation can be corrected. */
export const cancel = (
  booking: Subject,
  actions: readonly RecordedAction[],
  request: CancellationRequest,
  c: Circumstances,
): Outcome<'cancellation'> => {
  requireStatus(booking, 'provisional', 'confirmed', 'cancelled');
  const before = latest(actions, 'cancellation');
  if (before && repeats(before, request)) return { repeated: before };
  const reason = cancellationReason(request.reasonId, before?.details.reasonId);
  const event = booking.status === 'cancelled' ? BookingCancelledUpdated : BookingCancelled;
  return {
    changes: { status: 'cancelled' },
    action: { kind: 'cancellation', details: request },
    events: [
      event.of({
        ...factsOf(booking, c.premises),
        cancelledAt: c.now.toISOString(),
        cancellationDate: request.date,
        cancellationReasonId: reason.id,
        cancellationReason: reason.name,
        notes: request.notes ?? undefined,
        cancelledBy: c.by,
      }),
    ],
  };
};

/** Another length of the cleaning, as long as the booking occupies its bedspace at all. */
export const changeTurnaround = (
  booking: Pick<Booking, 'id' | 'status' | 'arrivalDate' | 'departureDate'>,
  workingDays: number,
  c: Pick<Circumstances, 'holidays'>,
): Decision<'turnaround'> => {
  requireStatus(booking, 'provisional', 'confirmed', 'arrived', 'departed');
  if (!isTurnaround(workingDays)) throw invalidField('$.workingDays', 'isNotAPositiveInteger');
  return {
    changes: { turnaroundWorkingDays: workingDays, ...datesOf(booking, workingDays, c.holidays) },
    action: { kind: 'turnaround', details: { workingDays } },
    events: [],
  };
};

export const todayOf = (c: Pick<Circumstances, 'now'>): Day => londonDate(c.now);
