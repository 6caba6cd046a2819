import { newId } from '@throughcare/events/ids';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, OutboxBatch } from '../bus';
import type { EventRecord } from '../event-record';
import { partitionOf } from '../partition';
import { startBroker } from '../testing/brokers';
import { createTopics, KafkaBus } from './kafka-bus';

const KEYS = 500;
const BATCH = 100;

export interface BrokerLoss {
  readonly sent: number;
  readonly lost: number;
  readonly inverted: number;
  /** Copies that arrived twice. Harmless: the inbox drops them; told for completeness. */
  readonly copies: number;
}

const recordOf = (source: string, sequence: number): EventRecord => {
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

const batchOf = (source: string, records: readonly EventRecord[]): OutboxBatch & { readonly settled: Set<string> } => {
  const settled = new Set<string>();
  return {
    source,
    size: records.length,
    settled,
    records: () => Promise.resolve(records.filter(({ id }) => !settled.has(id))),
    settle: (accepted = records) => {
      for (const { id } of accepted) settled.add(id);
      return Promise.resolve();
    },
  };
};

/** What arrived, judged per key: a first copy with a lower version than one before it is an inversion. */
const judge = () => {
  const latest = new Map<string, number>();
  const seen = new Set<string>();
  let inverted = 0;
  let copies = 0;
  const take = ({ record }: Delivery) => {
    if (seen.has(record.id)) return void (copies += 1);
    seen.add(record.id);
    if (record.version < (latest.get(record.key) ?? 0)) inverted += 1;
    latest.set(record.key, Math.max(record.version, latest.get(record.key) ?? 0));
  };
  return { take, seen, result: () => ({ inverted, copies }) };
};

/** The relay's part: the same batch again until it is settled. */
const publishAll = async (
  bus: KafkaBus,
  source: string,
  events: number,
  at: (done: number) => void,
): Promise<string[]> => {
  const ids: string[] = [];
  for (let start = 0; start < events; start += BATCH) {
    const records = Array.from({ length: BATCH }, (_, index) => recordOf(source, start + index));
    ids.push(...records.map(({ id }) => id));
    const batch = batchOf(source, records);
    while (batch.settled.size < records.length) await bus.publish(batch).catch(() => sleep(100));
    at(start + BATCH);
  }
  return ids;
};

const settleDown = async (seen: ReadonlySet<string>, expected: number): Promise<void> => {
  let before = -1;
  for (let idle = 0; seen.size < expected && idle < 40; idle = seen.size === before ? idle + 1 : 0) {
    before = seen.size;
    await sleep(500);
  }
};

/**
 * Three brokers, two in-sync replicas required: a broker goes (`stop` or `kill`) at 2/5 of the events and comes back, then
 * another one at 4/5. Without the coverage check of the publisher, kafkajs loses messages here without an error.
 */
export const runBrokerLoss = async (
  how: 'stop' | 'kill',
  options: { events: number; checkCoverage: boolean },
): Promise<BrokerLoss> => {
  const broker = await startBroker('kafka3');
  const source = 'sequence';
  const brokers = broker.address.split(',');
  await createTopics({ brokers, owner: 'deployment', sources: [source], replicationFactor: 3 });
  const failures: unknown[] = [];
  const bus = new KafkaBus({
    brokers,
    owner: 'judge',
    checkCoverage: options.checkCoverage,
    onFatal: (error) => failures.push(error),
  });
  const { take, seen, result } = judge();
  const revoke = () => Promise.resolve();
  const deliver = (deliveries: readonly Delivery[]) => {
    deliveries.forEach(take);
    void feed.ack(deliveries);
  };
  const feed = await bus.subscribe({
    consumer: 'judge',
    sources: [source],
    types: ['test.sequence'],
    handlerVersion: '1',
    deliver,
    revoke,
  });
  let faults = Promise.resolve();
  const goAndReturn = (n: number) =>
    (faults = faults.then(async () => {
      await broker.fault(`${how} ${n}`);
      await sleep(1_500);
      await broker.fault(`start ${n}`);
    }));
  const ids = await publishAll(bus, source, options.events, (done) => {
    if (done === (options.events * 2) / 5) void goAndReturn(2);
    if (done === (options.events * 4) / 5) void goAndReturn(3);
  });
  await faults;
  await settleDown(seen, ids.length);
  await bus.close();
  await broker.stop();
  if (failures.length > 0) throw new Error('The consumer gave up', { cause: failures[0] });
  return { sent: ids.length, lost: ids.filter((id) => !seen.has(id)).length, ...result() };
};
