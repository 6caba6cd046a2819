import type { ErrorFacts } from '@throughcare/base/error-facts';

/** `shadow`: copies into shadow tables; every other mode works on the live ones. */
export const MODES = ['dry-run', 'redeliver', 'rebuild', 'reset-keys', 'single'] as const;
export type ReplayMode = (typeof MODES)[number];

/** `ready`: a rebuild was compared and waits for the word to swap. */
export type ReplayState = 'running' | 'paused' | 'ready' | 'completed' | 'cancelled' | 'failed';

/** What is repeated. Everything given must match; within a list one is enough. Types may contain `*`. */
export interface ReplayFilter {
  readonly from?: string;
  readonly to?: string;
  readonly types?: readonly string[];
  readonly keys?: readonly string[];
  readonly aggregateIds?: readonly string[];
  readonly eventIds?: readonly string[];
  readonly sources?: readonly string[];
  /** Only what had no effect: never came to the live consumer, or went by without a handler. Takes effect as live events do, `withEffects` or not. */
  readonly missed?: boolean;
}

export interface ReplayRequest {
  readonly consumer: string;
  readonly mode: ReplayMode;
  readonly filter: ReplayFilter;
  readonly reason: string;
  readonly requestedBy: string;
  /** Events per second at most, over all lanes. */
  readonly rate?: number;
  readonly withEffects?: boolean;
  /** Rebuild only: swap without asking once the copy is complete. */
  readonly swap?: boolean;
}

export interface Counters {
  /** Handled by a projection, or by an effect in a run with effects. */
  readonly delivered: number;
  /** Events for `effect` handlers that were not called. */
  readonly suppressed: number;
  /** Outgoing events that were not appended. */
  readonly dropped: number;
  /** Behind a failed event, parked or discarded. */
  readonly skipped: number;
  readonly failed: number;
}

export interface ReplayRun extends Counters {
  readonly id: string;
  readonly consumer: string;
  readonly mode: ReplayMode;
  readonly filter: ReplayFilter;
  readonly state: ReplayState;
  readonly rate: number | null;
  readonly withEffects: boolean;
  readonly swap: boolean;
  readonly requestedBy: string;
  readonly reason: string;
  /** Fixed when the run starts: what is published later is not part of it. */
  readonly to: Date;
  readonly total: number;
  readonly lastError: string | null;
  /** Comparison of a rebuild. */
  readonly result: unknown;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  /** Milliseconds of work so far, pauses not counted. */
  readonly activeMs: number;
}

/** The number of events that a run is done with. */
export const processedOf = (run: Counters): number => run.delivered + run.suppressed + run.skipped + run.failed;

export interface ReplayException {
  readonly eventId: string;
  readonly key: string;
  readonly type: string;
  /** `failed` here, `behind` a failed one of its key, `parked` behind a dead letter, `discarded` by a person. */
  readonly kind: 'failed' | 'behind' | 'parked' | 'discarded';
  readonly code: string;
  /** Where it failed; null for the other kinds. */
  readonly failure: ErrorFacts | null;
}
