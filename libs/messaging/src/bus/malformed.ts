import { createHash } from 'node:crypto';
import { v5 } from 'uuid';
import type { EventRecord } from '../publish/event-record';
import { instantOf, isStorable } from './received';

/** Type of a record that stands for a message nobody can read: it has no contract, so every consumer dead-letters it. */
export const MALFORMED = 'malformed';

const NAMESPACE = '6f9d8a52-0b0e-4f5d-9d41-3c1f2a9b7e60';
/** For a message without a time: always the same, so that a copy is recognised. */
const NO_TIME = '2000-01-01T00:00:00.000Z';
const LONGEST_KEY = 512;

export interface Foreign extends Pick<EventRecord, 'source' | 'partition' | 'key'> {
  /** Whatever bytes it had. */
  readonly body: Buffer;
  /** ISO 8601, if it has one. */
  readonly sentAt: string;
}

/** A key that a column can keep; equal keys stay equal. */
const keyOf = (key: string): string =>
  isStorable(key) && key.length <= LONGEST_KEY ? key : `unreadable-${createHash('sha256').update(key).digest('hex')}`;

/**
 * A foreign message on our topic or queue as a record that ends as a dead letter, its body as base64: nothing in it can be refused by
 * a column. `place` is the message's own identity on its bus.
 */
export const malformedRecord = (place: string, { source, partition, key, body, sentAt }: Foreign): EventRecord => ({
  id: v5(place, NAMESPACE),
  source,
  partition,
  key: keyOf(key),
  payload: body.toString('base64'),
  occurredAt: instantOf(sentAt) ?? NO_TIME,
  type: MALFORMED,
  aggregateId: '',
  version: 0,
  headers: { dataschema: 'urn:throughcare:event:malformed:0', correlationid: '' },
});

/** What is kept of a record that the database refused to keep whole. */
export const reducedRecord = (record: EventRecord): EventRecord =>
  malformedRecord(`reduced/${record.source}/${record.id}`, {
    ...record,
    body: Buffer.from(JSON.stringify(record)),
    sentAt: record.occurredAt,
  });
