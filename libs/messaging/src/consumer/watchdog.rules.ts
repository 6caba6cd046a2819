/** What is known of one consumer of this process when the watchdog looks. */
export interface Progress {
  /** Milliseconds since it last finished, retried or put away an event; since its start where there was none. */
  readonly quietMs: number;
  /** Events of its own partitions it has not passed; undefined where that cannot be told. */
  readonly behind: number | undefined;
  /** Events that wait in its lanes or are being handled. */
  readonly waiting: number;
  readonly paused: boolean;
  /** How often it was restarted since it last made progress. */
  readonly restarts: number;
}

export type Verdict = 'fine' | 'restart' | 'exit';

/** True while it has something to do. */
export const isBehind = ({ waiting, behind }: Pick<Progress, 'waiting' | 'behind'>): boolean =>
  waiting > 0 || (behind ?? 0) > 0;

/**
 * Assigned, behind and silent for `patienceMs`: first a restart of the consumer, then the end of the process. A consumer that
 * fails and retries is not silent, a paused one is meant to be, and one that has nothing to do is idle.
 */
export const verdictOn = (progress: Progress, patienceMs: number): Verdict => {
  if (progress.paused || !isBehind(progress) || progress.quietMs < patienceMs) return 'fine';
  return progress.restarts === 0 ? 'restart' : 'exit';
};
