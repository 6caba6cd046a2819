// The native twin: the same statements, sends and transactions with raw clients and without our code.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { appendOneSql, type EventRecord, relayStatements, statement } from '@throughcare/messaging/bench';
import { partitionOf } from '@throughcare/messaging/proof';
import type { Pool } from 'pg';
import { CHANGE } from '../../tables';
import { drive } from '../../writers';
import { nativeKafkaConsumer, nativeKafkaSender } from './native-kafka';
import { nativePostgresConsumer } from './native-postgres';
import { nativeSnsConsumer, nativeSnsSender } from './native-sns';
import { inTransaction, poolOf } from './native-transaction';
import { looping, persistently } from '../persistently';
import type { Sender } from './sender';
import { Recorder } from '../recorder';
import type { BusKind, Member, Setting } from '../setting';

const NONE: Sender = { send: () => Promise.resolve(), close: () => Promise.resolve() };
const PARTITIONS = Array.from({ length: 64 }, (_, partition) => partition);
const APPEND = statement('append_one', 'booking', appendOneSql('booking'));
const RELAY = relayStatements('booking');
const payload = JSON.stringify(BookingConfirmed.example);
const headers = JSON.stringify({ dataschema: BookingConfirmed.dataschema, correlationid: randomUUID() });

export const nativeConsumer = (setting: Setting): Promise<Member> => {
  const consumers: Record<BusKind, (setting: Setting) => Promise<Member>> = {
    kafka: nativeKafkaConsumer,
    sns: nativeSnsConsumer,
    postgres: nativePostgresConsumer,
  };
  return consumers[setting.bus](setting);
};

export const nativeProducer = async (setting: Setting): Promise<Member> => {
  const writers = poolOf(setting.url, 24);
  const relay = poolOf(setting.url, 1);
  const sender = await senderOf(setting);
  const recorder = new Recorder();
  const stopRelay = looping(relayTurn(relay, sender, setting.bus !== 'postgres', recorder), 5);
  return {
    run: (load) => drive(load, (key) => persistently(() => write(writers, key))),
    taken: () => recorder.taken(),
    hold: () => Promise.resolve(),
    stop: async () => {
      await sleep(500); // what was written last is still on its way
      await stopRelay();
      await sender.close();
      await relay.end();
      await writers.end();
    },
  };
};

const senderOf = ({ bus, address }: Setting): Promise<Sender> => {
  if (bus === 'kafka') return nativeKafkaSender(address);
  return Promise.resolve(bus === 'sns' ? nativeSnsSender(address) : NONE);
};

const write = (pool: Pool, key: string): Promise<void> =>
  inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ version: number }>({ ...CHANGE, values: [key] });
    const routing = [partitionOf(key), randomUUID(), key, BookingConfirmed.type, key, rows[0]?.version];
    return { ...APPEND, values: [...routing, payload, headers, new Date().toISOString()] };
  });

interface Loaded extends EventRecord {
  readonly position: number;
  readonly aggregate_id: string;
  readonly occurred_at: Date;
}

const relayTurn = (pool: Pool, sender: Sender, sends: boolean, recorder: Recorder): (() => Promise<boolean>) => {
  let lows = PARTITIONS.map(() => 0);
  let turns = 0;
  const load = async (places: unknown[]): Promise<EventRecord[]> => {
    const { rows } = await pool.query<Loaded>({ ...RELAY.load, values: places });
    return rows.map(({ aggregate_id: aggregateId, occurred_at, ...row }) => {
      return { ...row, source: 'booking', aggregateId, occurredAt: occurred_at.toISOString() };
    });
  };
  return async () => {
    // The quick mark skips what commits late (read-mark.rules.ts says why); looking from the start now and then finds it.
    turns += 1;
    if (turns % 50 === 0) lows = PARTITIONS.map(() => 0);
    const { rows } = await pool.query<{ partition: number; position: number }>({
      ...RELAY.read,
      values: [PARTITIONS, lows, 500, 2_000],
    });
    if (rows.length === 0) return false;
    recorder.begins();
    const places = [rows.map((row) => row.partition), rows.map((row) => row.position)];
    if (sends) await sender.send(await load(places));
    await pool.query({ ...RELAY.settle, values: places });
    recorder.note(rows.map(() => new Date()));
    for (const { partition, position } of rows) lows[partition] = position;
    return rows.length === 2_000;
  };
};
