import type { Day } from '@throughcare/base/calendar';

/** The current period of a property or bedspace; it may be still to come. Both days belong to it. */
export interface Availability {
  readonly startDate: Day;
  /** Null: it goes on. */
  readonly endDate: Day | null;
}

/** One that is over. */
export interface EarlierPeriod {
  readonly firstDay: Day;
  readonly lastDay: Day;
}

/** The period on which a day falls; the current one when it falls on none. */
export const periodOf = (
  day: Day,
  { startDate, endDate, earlier }: Availability & { readonly earlier: readonly EarlierPeriod[] },
): Availability => {
  const found =
    day < startDate ? earlier.find(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay) : undefined;
  return found ? { startDate: found.firstDay, endDate: found.lastDay } : { startDate, endDate };
};
