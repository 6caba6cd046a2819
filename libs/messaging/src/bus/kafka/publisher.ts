import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, Producer, RecordMetadata } from 'kafkajs';
import { monotonic } from '@throughcare/base/monotonic';
import type { OutboxBatch } from '../bus';
import type { EventRecord } from '../../publish/event-record';
import { toMessage, topicOf } from './codec';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
/** Key and headers of one record, generously. */
const ENVELOPE_BYTES = 1_000;

/** What of `records` the broker's answer covers. kafkajs may resolve a send without having sent every partition. */
export const coveredBy = (answer: readonly RecordMetadata[], records: readonly EventRecord[]): EventRecord[] => {
  const partitions = new Set(answer.filter(({ errorCode }) => errorCode === 0).map(({ partition }) => partition));
  return records.filter(({ partition }) => partitions.has(partition));
};

/** Kafka refuses a batch of one partition above 1,048,588 bytes (`message.max.bytes`). */
const PARTITION_BYTES = 900_000;

/** Per partition as many of the first records as fit one send; at least one. */
export const nextSend = (waiting: readonly EventRecord[]): EventRecord[] => {
  const bytes = new Map<number, number>();
  return waiting.filter((record) => {
    const before = bytes.get(record.partition) ?? 0;
    const after = before + Buffer.byteLength(record.payload) + ENVELOPE_BYTES;
    const fits = before === 0 || after <= PARTITION_BYTES;
    bytes.set(record.partition, fits ? after : Infinity); // what is left out holds back the rest of its partition
    return fits;
  });
};

export interface PublisherOptions {
  readonly kafka: Kafka;
  /** False only in the test that shows what is lost without the check. */
  readonly checkCoverage?: boolean;
  /** How long a batch may stay uncovered before `publish` gives it back to the relay, ms. */
  readonly patience?: number;
}

/**
 * Sends batches with acks from all in-sync replicas. `send()` of kafkajs 2.2.4 resolves although partitions whose leader
 * moved during a retry were never sent, so the partitions in the answer are compared with those sent, and what is not
 * covered is sent again before anything later of the same key (the caller sends one batch per partition at a time).
 */
export class KafkaPublisher {
  private producer: Promise<Producer> | undefined;

  constructor(private readonly options: PublisherOptions) {}

  /** Settles each part as it is covered; throws with the rest unsettled, so that the relay sends it again. */
  async publish(batch: OutboxBatch): Promise<void> {
    const deadline = monotonic() + (this.options.patience ?? 30_000);
    let waiting = await batch.records();
    let pause = FIRST_PAUSE_MS;
    while (waiting.length > 0) {
      const sent = nextSend(waiting);
      const covered = await this.send(sent);
      if (covered.length > 0) await batch.settle(covered);
      const done = new Set(covered);
      waiting = waiting.filter((record) => !done.has(record));
      if (covered.length === sent.length) continue;
      if (monotonic() > deadline) throw new Error('KAFKA_PARTITIONS_NOT_COVERED');
      await sleep(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }

  async close(): Promise<void> {
    const producer = await this.producer?.catch(() => undefined);
    this.producer = undefined;
    await producer?.disconnect();
  }

  private async send(records: readonly EventRecord[]): Promise<readonly EventRecord[]> {
    const first = records[0];
    if (!first) return [];
    const producer = await this.connected();
    try {
      const answer = await producer.send({ topic: topicOf(first.source), acks: -1, messages: records.map(toMessage) });
      return this.options.checkCoverage === false ? records : coveredBy(answer, records);
    } catch (error) {
      // A producer whose sequence the broker no longer accepts stays broken; a new one starts a new sequence.
      await this.close().catch(() => undefined);
      throw error;
    }
  }

  private connected(): Promise<Producer> {
    this.producer ??= this.connect();
    return this.producer;
  }

  private async connect(): Promise<Producer> {
    const producer = this.options.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
    });
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      this.producer = undefined;
      throw error;
    }
  }
}
