import {
  addDays,
  addWorkingDays,
  differenceInDays,
  isWorkingDay,
  londonDate,
  londonInstant,
  type Day,
} from '@throughcare/base/calendar';
import type { AssessmentStatus } from './assessment-state';

/** Referrers are promised an answer within three to five working days. */
export const WORKING_DAYS_TO_DECIDE = 5;

export interface Waiting {
  /** The last day of the promise. */
  readonly dueOn: Day;
  /** Whole working days after the one on which it came, until it was decided, or until today. */
  readonly workingDaysWaited: number;
  readonly isOverdue: boolean;
}

interface Queued {
  readonly createdAt: Date;
  readonly status: AssessmentStatus;
  readonly decidedAt: Date | null;
}

/** Working days after `from`, up to and with `to`. Counted by weeks: a list asks for every row of its page. */
export const workingDaysBetween = (from: Day, to: Day, holidays: ReadonlySet<Day>): number => {
  const days = differenceInDays(from, to);
  if (days <= 0) return 0;
  const rest = Array.from({ length: days % 7 }, (_, n) => addDays(to, -n)).filter((day) => isWorkingDay(day, NONE));
  const off = [...holidays].filter((day) => day > from && day <= to && isWorkingDay(day, NONE));
  return Math.floor(days / 7) * 5 + rest.length - off.length;
};
const NONE: ReadonlySet<Day> = new Set();

const isOpen = (status: AssessmentStatus) => status === 'unallocated' || status === 'in_review';

/** How long a referral has waited for a decision. What was decided late counts as decided, not as overdue. */
export const waitingOf = ({ createdAt, status, decidedAt }: Queued, now: Date, holidays: ReadonlySet<Day>): Waiting => {
  const came = londonDate(createdAt);
  const until = londonDate(isOpen(status) ? now : (decidedAt ?? now));
  const dueOn = addWorkingDays(came, WORKING_DAYS_TO_DECIDE, holidays);
  return {
    dueOn,
    workingDaysWaited: workingDaysBetween(came, until, holidays),
    isOverdue: isOpen(status) && until > dueOn,
  };
};

/** What came before this instant and is not decided is overdue: the same promise, as a bound that an index can take. */
export const overdueBefore = (now: Date, holidays: ReadonlySet<Day>): Date => {
  const today = londonDate(now);
  let day = today;
  while (addWorkingDays(day, WORKING_DAYS_TO_DECIDE, holidays) >= today) day = addDays(day, -1);
  return londonInstant(addDays(day, 1), '00:00');
};
