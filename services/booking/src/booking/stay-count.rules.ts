import { addDays, type Day } from '@throughcare/base/calendar';

export interface CountedStay {
  readonly eventNumber: string | null;
  readonly status: string;
  readonly arrivalDate: Day;
  readonly departureDate: Day;
}

const FOR_EVER: Day = '9999-01-01';
const endOf = ({ status, departureDate }: CountedStay): Day => (status === 'arrived' ? FOR_EVER : departureDate);
const hasBegun = ({ status }: CountedStay): boolean => status === 'arrived' || status === 'departed';

/**
 * How many stays these are: one that begins at most a day after another has ended goes on with it, as when somebody was booked again into
 * another bedspace. They come in the order of their arrivals.
 */
export const countStays = (stays: readonly CountedStay[]): number => {
  let [count, end] = [0, ''];
  for (const stay of stays) {
    if (end === '' || stay.arrivalDate > addDays(end, 1)) count += 1;
    end = endOf(stay) > end ? endOf(stay) : end;
  }
  return count;
};

/** Stays on this sentence that have begun. */
export const staysOnSentence = (eventNumber: string | null, stays: readonly CountedStay[]): number | null =>
  eventNumber === null
    ? null
    : countStays(stays.filter((stay) => hasBegun(stay) && stay.eventNumber === eventNumber).toSorted(byArrival));

const byArrival = (a: CountedStay, b: CountedStay): number => (a.arrivalDate < b.arrivalDate ? -1 : 1);

/** Which stay on its sentence a booking is, or would be; null where the sentence is not known. */
export const stayNumber = (booking: CountedStay, others: readonly CountedStay[]): number | null => {
  const { eventNumber, arrivalDate } = booking;
  if (eventNumber === null) return null;
  const earlier = others.filter(
    (other) => hasBegun(other) && other.eventNumber === eventNumber && other.arrivalDate < arrivalDate,
  );
  return countStays([...earlier.toSorted(byArrival), booking]);
};
