import { newId } from '@throughcare/events/ids';
import type { Delivery, OutboxBatch } from '../../bus';
import type { EventRecord } from '../../event-record';
import { partitionOf } from '../../partition';

const KEYS = 500;

/** Event n of a run: keys take turns, versions count up per key. */
export const recordOf = (source: string, sequence: number): EventRecord => {
  const key = `K${sequence % KEYS}`;
  return {
    id: newId(),
    source,
    partition: partitionOf(key),
    key,
    type: 'test.sequence',
    aggregateId: key,
    version: Math.floor(sequence / KEYS) + 1,
    payload: '{}',
    headers: { dataschema: 'urn:throughcare:event:test.sequence:1', correlationid: 'broker-loss' },
    occurredAt: new Date().toISOString(),
  };
};

/** A batch that remembers what was settled, as the outbox does. */
export const sequenceBatch = (source: string, records: readonly EventRecord[]) => {
  const settled = new Set<string>();
  const batch: OutboxBatch = {
    source,
    size: records.length,
    records: () => Promise.resolve(records.filter(({ id }) => !settled.has(id))),
    settle: (accepted = records) => {
      for (const { id } of accepted) settled.add(id);
      return Promise.resolve();
    },
  };
  return { batch, isSettled: () => settled.size === records.length };
};

/** Judges what arrives per key: a first copy with a lower version than one before it is an inversion. */
export class Judge {
  readonly seen = new Set<string>();
  inverted = 0;
  copies = 0;
  private readonly latest = new Map<string, number>();

  take({ record }: Delivery): void {
    if (this.seen.has(record.id)) {
      this.copies += 1;
      return;
    }
    this.seen.add(record.id);
    const latest = this.latest.get(record.key) ?? 0;
    if (record.version < latest) this.inverted += 1;
    this.latest.set(record.key, Math.max(record.version, latest));
  }
}
