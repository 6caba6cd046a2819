/** What is known of one consumer of this process when the watchdog looks. */
export interface Activity {
  /** Milliseconds since it last finished, retried or put away an event; since its start where there was none. */
  readonly quietMs: number;
  /** Events of its own partitions it has not passed; undefined where that cannot be told. */
  readonly behind: number | undefined;
  /** Whether events wait in its lanes or are being handled. */
  readonly isWaiting: boolean;
  readonly paused: boolean;
  /** Whether it was restarted since it last finished, retried or put away an event. */
  readonly hasRestarted: boolean;
}

export type Verdict = 'fine' | 'restart' | 'exit';

/** True while it has something to do. */
export const isBehind = ({ isWaiting, behind }: Pick<Activity, 'isWaiting' | 'behind'>): boolean =>
  isWaiting || (behind ?? 0) > 0;

/**
 * Assigned, behind and silent for `patienceMs`: first a restart of the consumer, then the end of the process. A consumer that
 * fails and retries is not silent, a paused one is meant to be, and one that has nothing to do is idle.
 */
export const verdictOn = (activity: Activity, patienceMs: number): Verdict => {
  if (activity.paused || !isBehind(activity) || activity.quietMs < patienceMs) return 'fine';
  return activity.hasRestarted ? 'exit' : 'restart';
};
