import type { OutboxBatch } from '#src/bus/bus';
import { newId } from '@throughcare/events/ids';
import type { EventRecord } from '#src/publish/event-record';
import { partitionOf } from '#src/partition';

/** A record of a test's own type; override what matters. */
export const aRecord = (over: Partial<EventRecord> & { readonly key: string }): EventRecord => ({
  id: newId(),
  source: 'booking',
  partition: partitionOf(over.key),
  type: 'test.happened',
  aggregateId: over.key,
  version: 1,
  payload: '{}',
  headers: { dataschema: 'urn:throughcare:event:test.happened:1', correlationid: 'correlation-1' },
  occurredAt: '2026-03-02T09:05:00.000Z',
  ...over,
});

/** What a relay would hand over, with nothing behind it. */
export const batchOf = (
  records: readonly EventRecord[],
  settle: () => Promise<void> = async () => {},
): OutboxBatch => ({
  source: records[0]?.source ?? 'booking',
  size: records.length,
  records: async () => records,
  settle,
});
