import { v5 } from 'uuid';
import type { EventRecord } from './event-record';

/** Type of a record that stands for a message nobody can read: it has no contract, so every consumer dead-letters it. */
export const MALFORMED = 'malformed';

const NAMESPACE = '6f9d8a52-0b0e-4f5d-9d41-3c1f2a9b7e60';

/** A foreign message on our topic or queue as a record that ends as a dead letter. `place` is the message's own identity on its bus. */
export const malformedRecord = (
  place: string,
  message: Pick<EventRecord, 'source' | 'partition' | 'key' | 'payload' | 'occurredAt'>,
): EventRecord => ({
  id: v5(place, NAMESPACE),
  ...message,
  type: MALFORMED,
  aggregateId: '',
  version: 0,
  headers: { dataschema: 'urn:throughcare:event:malformed:0', correlationid: '' },
});
