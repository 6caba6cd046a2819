import type { KafkaMessage, Message } from 'kafkajs';
import type { EventHeaders, EventRecord } from '../../publish/event-record';
import { UnreadableEvent } from '../../publish/event-record';
import { malformedRecord } from '../malformed';
import { receivedRecord } from '../received';

/** One topic per source service; 64 partitions, so an outbox partition is a Kafka partition. */
export const topicOf = (source: string): string => `throughcare.${source}`;

export const sourceOf = (topic: string): string => topic.slice('throughcare.'.length);

const optional = <K extends string>(name: K, value: string | undefined) =>
  value === undefined ? {} : ({ [name]: value } as Record<K, string>);

/**
 * Routing goes into headers, the data stays the bytes that were validated on append. No timestamp: the broker keeps a
 * message for so long after it, and an event that waited or is old would be deleted before anybody has read it.
 */
export const toMessage = (record: EventRecord): Message => ({
  key: record.key,
  partition: record.partition,
  value: record.payload,
  headers: {
    id: record.id,
    type: record.type,
    aggregateid: record.aggregateId,
    aggregateversion: String(record.version),
    time: record.occurredAt,
    dataschema: record.headers.dataschema,
    correlationid: record.headers.correlationid,
    ...optional('causationid', record.headers.causationid),
    ...optional('traceparent', record.headers.traceparent),
  },
});

type Headers = KafkaMessage['headers'];

const text = (headers: Headers, name: string): string | undefined => {
  const value = headers?.[name];
  return Array.isArray(value) ? value[0]?.toString() : value?.toString();
};

const required = (headers: Headers, name: string): string => {
  const value = text(headers, name);
  if (value === undefined || value === '') throw new UnreadableEvent('MALFORMED_EVENT', { cause: `header ${name}` });
  return value;
};

const headersOf = (headers: Headers): EventHeaders => ({
  dataschema: required(headers, 'dataschema'),
  correlationid: required(headers, 'correlationid'),
  ...optional('causationid', text(headers, 'causationid')),
  ...optional('traceparent', text(headers, 'traceparent')),
});

/** The record a message carries. Throws {@link UnreadableEvent} when a header is missing or a column would refuse something. */
export const fromMessage = (topic: string, partition: number, { key, value, headers }: KafkaMessage): EventRecord => {
  const record = receivedRecord({
    id: required(headers, 'id'),
    source: sourceOf(topic),
    partition,
    key: key?.toString() ?? '',
    type: required(headers, 'type'),
    aggregateId: required(headers, 'aggregateid'),
    version: Number(required(headers, 'aggregateversion')),
    payload: value?.toString() ?? '',
    headers: headersOf(headers),
    occurredAt: required(headers, 'time'),
  });
  if (!record) throw new UnreadableEvent('MALFORMED_EVENT', { cause: 'a field that cannot be kept' });
  return record;
};

/** The broker's time of a message; empty for one that is no time. */
const sentAt = ({ timestamp }: KafkaMessage): string => {
  const time = new Date(Number(timestamp));
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
};

/** Like {@link fromMessage}, but a foreign message on our topic becomes a record that ends as a dead letter. */
export const readMessage = (topic: string, partition: number, message: KafkaMessage): EventRecord => {
  try {
    return fromMessage(topic, partition, message);
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    return malformedRecord(`${topic}/${partition}/${message.offset}`, {
      source: sourceOf(topic),
      partition,
      key: message.key?.toString() ?? '',
      body: message.value ?? Buffer.alloc(0),
      sentAt: sentAt(message),
    });
  }
};
