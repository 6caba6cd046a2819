import { z } from 'zod';
import type { EventRecord } from '../event-record';

/** SNS and SQS count a batch's bodies and attributes together; below 256 KiB works everywhere. */
export const BATCH_BYTES = 262_144;
export const BATCH_ENTRIES = 10;
/** Above this a message carries no payload but a claim on the source's event log. */
export const CLAIM_BYTES = 200_000;

const Body = z.object({
  id: z.uuid(),
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
  occurredAt: z.iso.datetime(),
});

/** The body of one message: the whole record, so that nothing depends on attributes but the filter. */
export const bodyOf = (record: EventRecord): string => {
  const claims = Buffer.byteLength(record.payload) > CLAIM_BYTES;
  return JSON.stringify(claims ? { ...record, payload: undefined } : record);
};

export interface Received {
  readonly record: EventRecord;
  /** The payload has to be fetched by event id before the record can be used. */
  readonly isClaim: boolean;
}

/** The record in a message body; undefined when nobody can read it. */
export const readBody = (body: string): Received | undefined => {
  try {
    const { payload, ...record } = Body.parse(JSON.parse(body));
    return { record: { ...record, payload: payload ?? '' } as EventRecord, isClaim: payload === undefined };
  } catch {
    return undefined; // not ours: the caller leaves it to the queue's dead-letter rule
  }
};
