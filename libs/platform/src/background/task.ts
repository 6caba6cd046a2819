import type { Day } from '@throughcare/base/calendar';
import type { Every } from './schedule.rules';

/** Work that nobody asks for. */
export interface Task {
  /** In logs, metrics and for operators: lower case with hyphens, once in a service. */
  readonly name: string;
  readonly every: Every;
  /** `cluster`: one instance at a time, whichever it is. `instance`: each for itself. */
  readonly once: 'cluster' | 'instance';
  /**
   * One round; `more` when there may be more to do at once. The signal is aborted when the process stops, when the lease is lost, and after
   * ten minutes. A lease is not a fence: a round changes state under a condition of its own, so that twice is harmless.
   */
  readonly round: (signal: AbortSignal) => Promise<Result>;
}

export type Result = 'more' | 'done';

/** How a task stands. Of what each instance does for itself: in the instance that answers. */
export interface TaskState {
  readonly running: boolean;
  /** When a round ended well. */
  readonly lastEnd: Date | null;
  /** The newest London day that a daily task has done. */
  readonly lastDay: Day | null;
  /** Seconds since a round ended well; where none has, since the task is known. */
  readonly ageSeconds: number;
  /** Rounds that failed since then, and why the last one did. */
  readonly failures: number;
  readonly code: string | null;
}

/** The right to do one round. */
export interface Turn {
  /** False when the right was lost before: then nothing is written down. */
  done(result: Result): Promise<boolean>;
  /** The failures in a row, this one included; undefined when the right was lost before. */
  failed(code: string): Promise<number | undefined>;
  /** The process stops: neither done nor failed. */
  release(): Promise<void>;
}

/** Who decides whether a round may begin. */
export interface Turns {
  /**
   * Undefined when the task is not due, or another instance does it. `isWoken`: there is work, though the time has not come. `lost` is called
   * with a code when the right ends before the round does.
   */
  begin(isWoken: boolean, lost: (code: string) => void): Promise<Turn | undefined>;
  state(): Promise<TaskState>;
}

/** In milliseconds. */
export interface Limits {
  /** For so long a process that died holds a task. It is prolonged at a third. */
  readonly leaseMs: number;
  /** A round that takes longer hangs. */
  readonly longestMs: number;
}
export const LIMITS: Limits = { leaseMs: 30_000, longestMs: 600_000 };

export const LEASE_LOST = 'LEASE_LOST';
export const ROUND_TOO_LONG = 'ROUND_TOO_LONG';
