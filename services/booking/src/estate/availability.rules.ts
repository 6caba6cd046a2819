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

export interface WithHistory extends Availability {
  /** Earliest first. */
  readonly earlier: readonly EarlierPeriod[];
}

export interface ArchiveAction {
  readonly status: 'online' | 'archived';
  readonly date: Day;
}

/** When it was archived and brought back, oldest first: what has come, not what is planned. */
export const archiveHistory = ({ startDate, endDate, earlier }: WithHistory, today: Day): ArchiveAction[] => {
  const returns = [...earlier.slice(1).map(({ firstDay }) => firstDay), startDate];
  const actions: ArchiveAction[] = earlier.flatMap(({ lastDay }, at) => [
    { status: 'archived', date: lastDay },
    { status: 'online', date: returns[at] ?? startDate },
  ]);
  if (endDate !== null) actions.push({ status: 'archived', date: endDate });
  return actions.filter(({ date }) => date <= today);
};

/** The period on which a day falls; the current one when it falls on none. */
export const periodOf = (day: Day, { startDate, endDate, earlier }: WithHistory): Availability => {
  const found =
    day < startDate ? earlier.find(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay) : undefined;
  return found ? { startDate: found.firstDay, endDate: found.lastDay } : { startDate, endDate };
};
