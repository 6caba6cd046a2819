import type { EventEnvelope, NewEvent } from '@throughcare/events/define-event';
import { dataschemaOf, isChecked } from '@throughcare/events/define-event';
import { definitionOf } from '@throughcare/events/catalogue';
import { newId } from '@throughcare/events/ids';
import { applyContract } from '@throughcare/events/read-event';
import { partitionOf } from '../partition';

export interface EventHeaders {
  readonly dataschema: string;
  readonly correlationid: string;
  readonly causationid?: string;
  readonly traceparent?: string;
}

/** An event as outbox, log and buses carry it: routing in the open, data still serialised. */
export interface EventRecord {
  readonly id: string;
  readonly source: string;
  readonly partition: number;
  readonly key: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly version: number;
  readonly payload: string;
  readonly headers: EventHeaders;
  /** ISO 8601, UTC, milliseconds. */
  readonly occurredAt: string;
}

/** The aggregate that events belong to, as it is after them. */
export interface Aggregate {
  readonly id: string;
  /** Ordering key: the CRN it was created with (prison number while there is no CRN). */
  readonly key: string;
  /** Version AFTER these events. */
  readonly version: number;
}

/** A received event that this build cannot read. Permanent: it will be the same the next time. */
export class UnreadableEvent extends Error {
  readonly kind = 'invalid';
  constructor(
    readonly code: 'UNKNOWN_DATASCHEMA' | 'MALFORMED_EVENT' | 'BEYOND_DEDUPE_HORIZON' | 'PAYLOAD_NOT_FOUND',
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.name = 'UnreadableEvent';
  }
}

/** What every bus carries beside envelope and framing; Kafka's brokers refuse a batch above 1,048,588 bytes. */
export const LARGEST_PAYLOAD_BYTES = 1_000_000;

/** Data too large for the buses: refused before it is committed, because nothing could ever publish it. */
export class EventTooLarge extends Error {
  readonly kind = 'invalid';
  readonly code = 'EVENT_TOO_LARGE';
  constructor(type: string, bytes: number) {
    super(`${type} has ${bytes} bytes of data; at most ${LARGEST_PAYLOAD_BYTES} can be published`);
    this.name = 'EventTooLarge';
  }
}

const payloadOf = (type: string, data: unknown): string => {
  const payload = JSON.stringify(data);
  const bytes = Buffer.byteLength(payload);
  if (bytes > LARGEST_PAYLOAD_BYTES) throw new EventTooLarge(type, bytes);
  return payload;
};

type Causes = Omit<EventHeaders, 'dataschema'>;

/** Gives new events their envelope; n events get the versions up to the aggregate's. Throws when data breaks its contract or is too large. */
export const recordsOf = (
  source: string,
  aggregate: Aggregate,
  events: readonly NewEvent[],
  causes: Causes,
  now: Date,
): EventRecord[] =>
  events.map((event, index) => {
    const dataschema = dataschemaOf(event.type, event.version);
    const definition = definitionOf(dataschema);
    if (!definition) throw new UnreadableEvent('UNKNOWN_DATASCHEMA', { cause: dataschema });
    return {
      id: newId(),
      source,
      partition: partitionOf(aggregate.key),
      key: aggregate.key,
      type: event.type,
      aggregateId: aggregate.id,
      version: aggregate.version - events.length + 1 + index,
      payload: payloadOf(event.type, isChecked(event) ? event.data : definition.data.parse(event.data)),
      headers: { dataschema, ...causes },
      occurredAt: now.toISOString(),
    };
  });

const parseJson = (text: string): unknown => {
  if (text === '') throw new UnreadableEvent('PAYLOAD_NOT_FOUND');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnreadableEvent('MALFORMED_EVENT', { cause });
  }
};

/** The envelope of a received record, brought to its newest version and checked. Throws an error of kind `invalid`. */
export const envelopeOf = (record: EventRecord): EventEnvelope =>
  applyContract({
    specversion: '1.0',
    id: record.id,
    source: record.source,
    type: record.type,
    subject: record.key,
    time: record.occurredAt,
    aggregateid: record.aggregateId,
    aggregateversion: record.version,
    ...record.headers,
    data: parseJson(record.payload),
  });
