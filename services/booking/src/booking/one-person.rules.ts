import { addDays, type Day } from '@throughcare/base/calendar';
import { conflict } from '@throughcare/base/errors';
import { isOverdue, type Stay } from '../occupancy/occupancy.rules';
import type { Booking, StoredStatus } from './booking.entity';

/** Statuses in which a booking holds its bedspace for its person. */
export const LIVE = ['provisional', 'confirmed', 'arrived'] as const satisfies readonly StoredStatus[];

export interface OtherBooking extends Stay {
  readonly id: string;
  readonly status: StoredStatus;
}

const FOR_EVER: Day = '9999-12-31';
const statuses: Readonly<Record<'held' | 'over', readonly StoredStatus[]>> = { held: LIVE, over: ['departed'] };

/**
 * From arrival to the day of leaving, which may be the day of arriving elsewhere. Who should have left and has not is still there; who has
 * left was there until then.
 */
const heldBy = (booking: OtherBooking, today: Day): { from: Day; until: Day } => {
  const from = booking.arrivalDate;
  if (statuses.over.includes(booking.status)) return { from, until: booking.departureDate };
  return { from, until: isOverdue(booking, today) ? FOR_EVER : dayAfterFirstNight(booking) };
};
const dayAfterFirstNight = ({ arrivalDate, departureDate }: Stay): Day => {
  const next = addDays(arrivalDate, 1);
  return departureDate > next ? departureDate : next;
};

/** The booking or stay of the same person that these dates would overlap: nobody is in two places, nor was. */
export const overlappingBooking = (stay: Stay, others: readonly OtherBooking[], today: Day): OtherBooking | undefined =>
  others.find((other) => {
    const held = heldBy(other, today);
    const counts = [...statuses.held, ...statuses.over].includes(other.status);
    return counts && stay.arrivalDate < held.until && held.from < dayAfterFirstNight(stay);
  });

/** Refuses dates on which the person is booked elsewhere, in any region. The first booking's id ends the sentence: clients make it a link. */
export const requireNotBookedElsewhere = (stay: Stay, others: readonly OtherBooking[], today: Day): void => {
  const first = overlappingBooking(stay, others, today);
  if (first)
    throw conflict('PERSON_ALREADY_BOOKED', {
      detail: `This person has another booking from ${first.arrivalDate} to ${first.departureDate}. Put that right first: ${first.id}`,
    });
};

/** Somebody came: a fact, while a plan may still be moved. */
export const hasBegun = ({ status }: OtherBooking): boolean => status === 'arrived' || status === 'departed';

/** The other stay of the person that has begun and not ended. */
export const runningStay = (others: readonly OtherBooking[]): OtherBooking | undefined =>
  others.find(({ status }) => status === 'arrived');

/** Refuses a second arrival while the person stays elsewhere. */
export const requireNotStayingElsewhere = (others: readonly OtherBooking[]): void => {
  const running = runningStay(others);
  if (running)
    throw conflict('PERSON_STAYS_ELSEWHERE', {
      detail: `This person has arrived elsewhere and has not departed. Record that departure first: ${running.id}`,
    });
};

/** The days in the bedspace where the person is now: after a move, from the day of the move on. */
export const inBedOf = (booking: Pick<Booking, 'inBedSince'>, stay: Stay): Stay => ({
  arrivalDate: booking.inBedSince ?? stay.arrivalDate,
  departureDate: stay.departureDate,
});

/** Who is or was in the same bedspace. The day one leaves may be the day the next arrives; cleaning is a matter of planning. */
const inBed = (stay: OtherBooking) => ({
  from: stay.arrivalDate,
  until: stay.status === 'arrived' ? undefined : stay.departureDate,
});

/** Refuses two people in one bed: who has arrived and has not departed is there, whatever was planned. */
export const requireFreeBed = (stay: OtherBooking, inSameBed: readonly OtherBooking[]): void => {
  const wanted = inBed(stay);
  const there = inSameBed.find((other) => {
    const taken = inBed(other);
    return wanted.from < (taken.until ?? FOR_EVER) && taken.from < (wanted.until ?? FOR_EVER);
  });
  if (there)
    throw conflict('BEDSPACE_STILL_OCCUPIED', {
      detail:
        there.status === 'arrived'
          ? `A person has arrived in this bedspace and has not departed. Record that departure first: ${there.id}`
          : `A person stayed in this bedspace from ${there.arrivalDate} to ${there.departureDate}: ${there.id}`,
    });
};
