import { z } from 'zod';
import type { EventRecord } from '../../publish/event-record';
import { receivedRecord } from '../received';

/** SNS and SQS count bodies and attributes together; 256 KiB for a message and for a batch works everywhere. */
export const BATCH_BYTES = 262_144;
export const BATCH_ENTRIES = 10;
/** Name, type and room for the value of the one attribute, which is the event's type. */
const ATTRIBUTE_BYTES = 128;

const Body = z.object({
  id: z.string(),
  source: z.string().min(1),
  partition: z.number().int().min(0).max(63),
  key: z.string(),
  type: z.string().min(1),
  aggregateId: z.string(),
  version: z.number().int(),
  /** Absent: the payload is too large for the bus and waits in the source's event log. */
  payload: z.string().optional(),
  headers: z.object({
    dataschema: z.string(),
    correlationid: z.string(),
    causationid: z.string().optional(),
    traceparent: z.string().optional(),
  }),
  occurredAt: z.string(),
});

/** Two characters that JSON leaves as they are and AWS refuses. */
const REFUSED = /[\ufffe\uffff]/g;

const textOf = (value: unknown): string =>
  JSON.stringify(value).replace(REFUSED, (character) => `\\u${character.charCodeAt(0).toString(16)}`);

/** What a message of this record counts, bytes. */
export const sizeOf = (record: EventRecord, body: string): number =>
  Buffer.byteLength(body) + Buffer.byteLength(record.type) + ATTRIBUTE_BYTES;

/** The body of one message: the whole record, so that nothing depends on attributes but the filter; a claim where that is too large. */
export const bodyOf = (record: EventRecord): string => {
  const body = textOf(record);
  return sizeOf(record, body) > BATCH_BYTES ? textOf({ ...record, payload: undefined }) : body;
};

export interface ReceivedMessage {
  readonly record: EventRecord;
  /** The payload has to be fetched by event id before the record can be used. */
  readonly isClaim: boolean;
}

/** What SNS puts around a message while a subscription has no raw delivery: before the attribute is applied, or after somebody's hand. */
const Wrapped = z.object({ Type: z.literal('Notification'), Message: z.string() });

const unwrapped = (body: unknown): unknown => {
  const wrapped = Wrapped.safeParse(body);
  return wrapped.success ? JSON.parse(wrapped.data.Message) : body;
};

/** The record in a message body, in SNS's envelope or not; undefined when nobody can read it. */
export const readBody = (body: string): ReceivedMessage | undefined => {
  try {
    const { payload, ...sent } = Body.parse(unwrapped(JSON.parse(body)));
    const record = receivedRecord({ ...sent, payload: payload ?? '' } as EventRecord);
    return record && { record, isClaim: payload === undefined };
  } catch {
    return undefined; // not ours: the caller makes a dead letter of it
  }
};
