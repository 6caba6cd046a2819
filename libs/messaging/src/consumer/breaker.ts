import { monotonic } from '@throughcare/base/monotonic';
import type { Failure } from '@throughcare/base/retry.rules';

/** A dependency is away: the event was not tried. */
export class CircuitOpen extends Error {
  readonly kind = 'unavailable';
  readonly code = 'CIRCUIT_OPEN';
  constructor(readonly waitMs: number) {
    super('CIRCUIT_OPEN');
    this.name = 'CircuitOpen';
  }
}

/** Failures in a row, of at least two events, that make an outage. */
const IN_A_ROW = 5;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5_000;
/** Conflicts between our own transactions say nothing about a dependency. */
const OWN_CONFLICTS = new Set(['40001', '40P01', '55P03', '57014', 'TRANSACTION_ABORTED']);

const isOutage = ({ errorClass, code }: Failure): boolean => errorClass === 'transient' && !OWN_CONFLICTS.has(code);

/**
 * Circuit breaker of one consumer. While what its handlers need is away, one event at a time is tried as a probe and all
 * others wait: no attempts are counted against them, and nothing hammers a service that is trying to come back.
 */
export class Breaker {
  private failures = 0;
  private readonly events = new Set<string>();
  private waitMs = FIRST_WAIT_MS;
  private openUntil: number | undefined;
  private probing = false;

  constructor(private readonly now: () => number = monotonic) {}

  get isOpen(): boolean {
    return this.openUntil !== undefined;
  }

  /** Before a try. Throws {@link CircuitOpen} when it is not this one's turn; otherwise call {@link ended}, then {@link succeeded} or {@link failed}. */
  pass(): void {
    if (this.openUntil === undefined) return;
    const left = this.openUntil - this.now();
    if (left > 0 || this.probing) throw new CircuitOpen(Math.max(left, 100));
    this.probing = true;
  }

  /** The try is over, however it ended: the next probe may begin. */
  ended(): void {
    this.probing = false;
  }

  /** True when this closed the circuit. */
  succeeded(): boolean {
    const wasOpen = this.isOpen;
    this.failures = 0;
    this.events.clear();
    this.openUntil = undefined;
    this.waitMs = FIRST_WAIT_MS;
    return wasOpen;
  }

  /** Milliseconds to wait when this belongs to an outage and is not to be counted; undefined when it is the event's own failure. */
  failed(eventId: string, failure: Failure): number | undefined {
    if (!isOutage(failure)) {
      if (this.isOpen) this.succeeded(); // it answered
      return undefined;
    }
    this.failures += 1;
    this.events.add(eventId);
    if (!this.isOpen && (this.failures < IN_A_ROW || this.events.size < 2)) return undefined;
    this.openUntil = this.now() + Math.max(this.waitMs, Math.min(failure.retryAfterMs ?? 0, 60_000));
    const wait = this.openUntil - this.now();
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
    return wait;
  }
}
