import { addMonths, type Day } from '@throughcare/base/calendar';

/** What decides whether a referral is still what a practitioner works with. */
export interface Candidate {
  readonly startedOn: Day;
  readonly isSubmitted: boolean;
  readonly isRejected: boolean;
  readonly isClosed: boolean;
  readonly arrivalDate: Day | null;
  readonly releaseDate: Day | null;
  /** Of its bookings, the newest first. */
  readonly bookings: readonly string[];
}

/** A draft that nobody has finished for so long is given up. */
const DRAFT_MONTHS = 2;
const OPEN = ['provisional', 'confirmed'];
const BEGUN = ['arrived', 'departed'];

const isCurrent = ({ startedOn, isSubmitted, arrivalDate, releaseDate, bookings }: Candidate, today: Day): boolean => {
  if (!isSubmitted) return addMonths(startedOn, DRAFT_MONTHS) > today;
  const dates = [arrivalDate, releaseDate].filter((day) => day !== null);
  return dates.some((day) => day >= today) || bookings.some((status) => OPEN.includes(status));
};

/** Nobody seeks a place with it any more: it was rejected, closed without a booking, or the person has been in. */
const isOver = ({ isRejected, isClosed, bookings }: Candidate): boolean =>
  isRejected ||
  bookings.some((status) => BEGUN.includes(status)) ||
  (isClosed && !bookings.some((status) => OPEN.includes(status)));

/**
 * The best current referral of a person: its dates have not passed, or a bedspace is booked for it, or it is a draft of the last two months.
 * One that is still open comes before one that is over, which the reader shows as rejected or ended; then the newest. `candidates` come newest first.
 */
export const suitableOf = <C extends Candidate>(candidates: readonly C[], today: Day): C | undefined => {
  const current = candidates.filter((candidate) => isCurrent(candidate, today));
  return current.find((candidate) => !isOver(candidate)) ?? current[0];
};
