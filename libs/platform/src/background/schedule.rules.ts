import { addDays, londonDate, londonInstant, type Day } from '@throughcare/base/calendar';

/** How often: so many milliseconds after the end of the last round, or once a London day, from this time of day on. */
export type Every = { readonly ms: number } | { readonly dailyAt: `${number}:${number}` };

/** A failed round is no reason to hurry. */
const AFTER_FAILURE_MS = [250, 1_000, 5_000, 30_000, 300_000] as const;
/** Whatever the pace of a task, so long a pause after a failure is nothing unusual. */
const USUAL_PAUSE_MS = 5_000;

/** The newest London day of which a daily task is due by now. */
export const dayDue = (now: Date, dailyAt: string): Day => {
  const today = londonDate(now);
  return londonInstant(today, dailyAt) <= now ? today : addDays(today, -1);
};

/** The pause after so many failures in a row (1 or more): ever longer, but no longer than the task's own pace. */
export const waitAfterFailure = (failures: number, every: Every): number => {
  const longest = 'ms' in every ? Math.max(every.ms, USUAL_PAUSE_MS) : Infinity;
  return Math.min(AFTER_FAILURE_MS[failures - 1] ?? AFTER_FAILURE_MS[4], longest);
};

/** What is known of a task. */
export interface Progress {
  /** The newest day that a daily task has done. */
  readonly lastDay: Day | null;
  /** Seconds since a round ended well; where none has, since the task is known. */
  readonly ageSeconds: number;
}

/** By how much the next round is late. */
export const lateSeconds = (every: Every, { lastDay, ageSeconds }: Progress, now: Date): number => {
  if ('ms' in every) return Math.max(0, ageSeconds - every.ms / 1000);
  const due = dayDue(now, every.dailyAt);
  if (lastDay !== null && lastDay >= due) return 0;
  const since = (now.getTime() - londonInstant(due, every.dailyAt).getTime()) / 1000;
  return Math.max(0, Math.min(since, ageSeconds));
};
