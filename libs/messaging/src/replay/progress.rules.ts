import type { ReplayRun } from './run';
import { processedOf } from './run';

export interface Progress {
  readonly processed: number;
  readonly total: number;
  /** Events per second since it was last started. */
  readonly rate: number;
  /** Seconds; null while nothing can be said. */
  readonly eta: number | null;
}

/** How far a run is. */
export const progressOf = (run: ReplayRun): Progress => {
  const processed = processedOf(run);
  const rate = run.activeMs > 0 ? (processed * 1000) / run.activeMs : 0;
  const left = Math.max(0, run.total - processed);
  const eta = run.state !== 'running' ? null : rate > 0 ? Math.ceil(left / rate) : null;
  return { processed, total: run.total, rate: Math.round(rate), eta };
};

/** Milliseconds to wait so that `events` in `elapsedMs` do not exceed `perSecond`. */
export const waitForRate = (events: number, elapsedMs: number, perSecond: number | null): number =>
  perSecond === null ? 0 : Math.max(0, (events / perSecond) * 1000 - elapsedMs);
