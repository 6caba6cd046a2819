// kafkajs as it comes: an idempotent producer, and a consumer with a transaction per fifty messages of a partition.
import { toMessage, topicOf } from '@throughcare/messaging/bench';
import { type EachBatchPayload, Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import type { Pool } from 'pg';
import type { Sender } from './sender';
import { type Arrived, inTransaction, poolOf, takeEffect } from './native-transaction';
import { persistently } from '../persistently';
import { Recorder } from '../recorder';
import type { Member, Setting } from '../setting';

const TOPIC = topicOf('booking');
const BATCH = 50;

const clientOf = (address: string) =>
  new Kafka({ clientId: 'native', brokers: address.split(','), logLevel: logLevel.NOTHING });

/** After an outage a producer's sequence may be refused for ever, so a failed send is followed by a new producer. */
export const nativeKafkaSender = async (address: string): Promise<Sender> => {
  const connect = async () => {
    const producer = clientOf(address).producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    return producer;
  };
  let producer = await connect();
  return {
    send: async (records) => {
      try {
        await producer.send({ topic: TOPIC, acks: -1, messages: records.map(toMessage) });
      } catch (error) {
        await producer.disconnect().catch(() => undefined);
        producer = await connect();
        throw error;
      }
    },
    close: () => producer.disconnect(),
  };
};

/** What a message carries, as {@link toMessage} wrote it. */
export const arrivedIn = ({ key, headers = {} }: Pick<KafkaMessage, 'key' | 'headers'>): Arrived => ({
  id: String(headers['id']),
  key: String(key),
  version: Number(String(headers['aggregateversion'])),
  occurredAt: new Date(String(headers['time'])),
});

export const nativeKafkaConsumer = async ({ address, url, consumer }: Setting): Promise<Member> => {
  const pool = poolOf(url, 6);
  const recorder = new Recorder();
  const group = clientOf(address).consumer({
    groupId: consumer,
    maxWaitTimeInMs: 250,
    maxBytesPerPartition: 262_144,
    sessionTimeout: 10_000,
    heartbeatInterval: 1_000,
  });
  await group.connect();
  await group.subscribe({ topics: [TOPIC], fromBeginning: true });
  await group.run({
    eachBatchAutoResolve: false,
    autoCommitInterval: 200,
    partitionsConsumedConcurrently: 6,
    eachBatch: (payload) => eachBatch(payload, pool, consumer, recorder),
  });
  return {
    run: () => Promise.resolve(0),
    taken: () => recorder.taken(),
    hold: () => Promise.resolve(),
    stop: async () => {
      await group.disconnect();
      await pool.end();
    },
  };
};

const eachBatch = async (
  { batch: { messages }, resolveOffset, heartbeat, isRunning, isStale, commitOffsetsIfNecessary }: EachBatchPayload,
  pool: Pool,
  consumer: string,
  recorder: Recorder,
): Promise<void> => {
  for (let at = 0; at < messages.length && isRunning() && !isStale(); at += BATCH) {
    const some = messages.slice(at, at + BATCH);
    const arrived = some.map(arrivedIn);
    await persistently(() => inTransaction(pool, (client) => takeEffect(client, consumer, arrived)));
    recorder.note(arrived.map(({ occurredAt }) => occurredAt));
    resolveOffset(some.at(-1)?.offset ?? '');
    await commitOffsetsIfNecessary();
    await heartbeat();
  }
};
