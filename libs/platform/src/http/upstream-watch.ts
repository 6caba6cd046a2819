import { registry } from '@throughcare/base/metric-registry';
import { AppError } from '@throughcare/base/errors';

/** `refused`: the other side does not take our client or our request. `failed`: no usable answer. */
export type UpstreamOutcome = 'ok' | 'refused' | 'failed';
const OUTCOMES: readonly UpstreamOutcome[] = ['ok', 'refused', 'failed'];

/** So many failures in a row are an outage; what happened longer ago than this says nothing about now. */
const IN_A_ROW = 3;
const RECENT_MS = 300_000;

interface Seen {
  failures: number;
  code: string;
  at: number;
}

export interface UpstreamState {
  readonly isAway: boolean;
  /** Calls in a row that failed or were refused; 0 when the last one went well, or none was made within five minutes. */
  readonly failures: number;
  /** Of the last failure. */
  readonly code: string;
}

/**
 * What a call says about the other side; undefined where it says nothing. Its own "not found" and "conflict" are answers. With a
 * caller's token a refusal is about the caller, and not about us.
 */
export const outcomeOf = (error: unknown, withOwnToken: boolean): UpstreamOutcome | undefined => {
  if (!(error instanceof AppError) || error.code === 'TOKEN_UNAVAILABLE') return undefined;
  if (error.kind === 'unavailable') return 'failed';
  if (error.kind === 'not-found' || error.kind === 'conflict') return 'ok';
  return withOwnToken && (error.kind === 'forbidden' || error.kind === 'invalid') ? 'refused' : 'ok';
};

/** How the systems that this process calls have answered lately. */
export class UpstreamWatch {
  private readonly seen = new Map<string, Seen>();

  /** It will be called: its counters exist from now on. */
  begin(upstream: string): void {
    if (!this.seen.has(upstream)) this.seen.set(upstream, { failures: 0, code: '', at: -Infinity });
    for (const outcome of OUTCOMES) registry.begin('throughcare_upstream_calls_total', { upstream, outcome });
  }

  note(upstream: string, outcome: UpstreamOutcome, code = ''): void {
    registry.add('throughcare_upstream_calls_total', 1, { upstream, outcome });
    const before = this.stateOf(upstream).failures; // none where the last was long ago
    const failures = outcome === 'ok' ? 0 : before + 1;
    this.seen.set(upstream, { failures, code, at: performance.now() });
  }

  /** Every upstream of this process, by name. */
  states(): ReadonlyMap<string, UpstreamState> {
    return new Map([...this.seen.keys()].sort().map((name) => [name, this.stateOf(name)]));
  }

  stateOf(upstream: string): UpstreamState {
    const { failures, code, at } = this.seen.get(upstream) ?? { failures: 0, code: '', at: -Infinity };
    const isRecent = performance.now() - at < RECENT_MS;
    return { isAway: isRecent && failures >= IN_A_ROW, failures: isRecent ? failures : 0, code };
  }
}

/** The process's own. */
export const upstreams = new UpstreamWatch();
