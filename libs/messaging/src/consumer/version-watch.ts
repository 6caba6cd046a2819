import type { EventRecord } from '../publish/event-record';
import { count } from '@throughcare/base/metrics';

/** Aggregates remembered at most; the oldest are forgotten first. */
const REMEMBERED = 10_000;

/**
 * Counts events that took effect after a later one of their aggregate: proof of order that trusts no transport. Every path by which an
 * event takes effect tells it, each in the process where that happens; it remembers nothing across processes and restarts, because that
 * would cost a write per event. What two processes do to one aggregate is for positions, fences and the lock on a parked key to keep in order.
 */
export class VersionWatch {
  private readonly versions = new Map<string, number>();

  constructor(private readonly consumer: string) {}

  /** Call once per event that took effect, after the commit. */
  saw(records: readonly EventRecord[]): void {
    for (const { source, aggregateId, version } of records) {
      const aggregate = `${source}/${aggregateId}`;
      const last = this.versions.get(aggregate);
      if (last !== undefined && version <= last) count('version_inversions', 1, { consumer: this.consumer });
      this.versions.delete(aggregate);
      this.versions.set(aggregate, Math.max(version, last ?? 0));
    }
    for (const aggregate of this.versions.keys()) {
      if (this.versions.size <= REMEMBERED) break;
      this.versions.delete(aggregate);
    }
  }
}
