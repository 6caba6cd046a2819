// The native twin: the same SQL on the same processes and connections, without our code.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import {
  admitStatement,
  appendOneSql,
  logReadStatement,
  moveStatement,
  PLAN_ONCE,
  relayStatements,
  statement,
} from '@throughcare/messaging/bench';
import { partitionOf } from '@throughcare/messaging/proof';
import { Client, Pool } from 'pg';
import { CHANGE, EFFECT } from './tables';
import type { Load } from './writers';
import { drive } from './writers';

/** One process of the pipeline. */
export interface Role {
  /** Writes; returns how many transactions. */
  run(load: Load): Promise<number>;
  /** Milliseconds from the event's time to after the commit of its effect, since the last call. */
  latencies(): number[];
  stop(): Promise<void>;
}

const PARTITIONS = Array.from({ length: 64 }, (_, partition) => partition);
const APPEND = statement('append_one', 'booking', appendOneSql('booking'));
const ADMIT = admitStatement('assessment');
const MOVE = moveStatement('assessment');
const LOG = logReadStatement('booking');
const payload = JSON.stringify(BookingConfirmed.example);
const headers = JSON.stringify({ dataschema: BookingConfirmed.dataschema, correlationid: randomUUID() });
const LIVE = '00000000-0000-0000-0000-000000000000';

/** Repeats until stopped. */
const looping = (turn: () => Promise<boolean>, restMs: number) => {
  let stopped = false;
  const running = (async () => {
    while (!stopped) if (!(await turn())) await sleep(restMs);
  })();
  return () => {
    stopped = true;
    return running;
  };
};

const connect = async (url: string): Promise<Client> => {
  const client = new Client({ connectionString: url, options: PLAN_ONCE });
  await client.connect();
  return client;
};

const startRelay = (relay: Client): (() => Promise<void>) => {
  const { read, settle } = relayStatements('booking');
  let lows = PARTITIONS.map(() => 0);
  let turns = 0;
  return looping(async () => {
    // The quick mark skips what commits late (see read-mark.rules.ts); looking from the start now and then finds it.
    turns += 1;
    if (turns % 50 === 0) lows = PARTITIONS.map(() => 0);
    const { rows } = await relay.query<{ partition: number; position: number }>({
      ...read,
      values: [PARTITIONS, lows, 500, 2_000],
    });
    if (rows.length > 0) {
      await relay.query({ ...settle, values: [rows.map((r) => r.partition), rows.map((r) => r.position)] });
    }
    for (const { partition, position } of rows) lows[partition] = position;
    return rows.length === 2_000;
  }, 5);
};

const write = async (pool: Pool, key: string): Promise<void> => {
  const client = await pool.connect();
  await client.query('begin');
  const { rows } = await client.query<{ version: number }>({ ...CHANGE, values: [key] });
  const routing = [partitionOf(key), randomUUID(), key, BookingConfirmed.type, key, rows[0]?.version];
  const append = { ...APPEND, values: [...routing, payload, headers, new Date().toISOString()] };
  await Promise.all([client.query(append), client.query('commit')]);
  client.release();
};

export const producer = async (url: string): Promise<Role> => {
  const pool = new Pool({ connectionString: url, max: 24, pipeline: true });
  const relay = await connect(url);
  const stopRelay = startRelay(relay);
  return {
    run: (load) => drive(load, (key) => write(pool, key)),
    latencies: () => [],
    stop: async () => {
      await sleep(500);
      await stopRelay();
      await relay.end();
      await pool.end();
    },
  };
};

interface Row {
  readonly partition: number;
  readonly offset: number;
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly occurred_at: Date;
}

export const consumer = async (url: string): Promise<Role> => {
  const reader = await connect(url);
  const lanes = await Promise.all(Array.from({ length: 6 }, () => connect(url)));
  const marks = PARTITIONS.map(() => 0);
  const latencies: number[] = [];
  await prepare(reader);
  const stopReading = looping(async () => {
    const { rows } = await reader.query<Row>({ ...LOG, values: [PARTITIONS, marks, [BookingConfirmed.type]] });
    const byLane = lanes.map((_, lane) => rows.filter((row) => row.partition % lanes.length === lane));
    await Promise.all(lanes.map((client, lane) => takeAll(client, byLane[lane] ?? [], marks, latencies)));
    return rows.length > 0;
  }, 10);
  return {
    run: () => Promise.resolve(0),
    latencies: () => latencies.splice(0),
    stop: async () => {
      await stopReading();
      for (const client of [reader, ...lanes]) await client.end();
    },
  };
};

const prepare = async (client: Client): Promise<void> => {
  const month = new Date().toISOString().slice(0, 7);
  await client.query(
    `insert into assessment.consumer_cursor (consumer, source, partition, "offset")
     select 'twin', 'booking', n, 0 from generate_series(0, 63) n;
     create table if not exists assessment.inbox_twin partition of assessment.inbox
     for values from ('${month}-01') to (('${month}-01'::date + interval '1 month')::date)`,
  );
};

const takeAll = async (client: Client, rows: readonly Row[], marks: number[], latencies: number[]): Promise<void> => {
  for (let at = 0; at < rows.length; at += 50) {
    const batch = rows.slice(at, at + 50);
    await take(client, batch, marks);
    const now = Date.now();
    for (const row of batch) latencies.push(now - row.occurred_at.getTime());
  }
};

const take = async (client: Client, batch: readonly Row[], marks: number[]): Promise<void> => {
  const heads = new Map(batch.map((row) => [row.partition, row.offset]));
  const partitions = [...heads.keys()];
  const days = batch.map((row) => row.occurred_at.toISOString().slice(0, 10));
  await client.query('begin');
  await client.query({
    ...MOVE,
    values: [
      'twin',
      partitions.map(() => 'booking'),
      partitions,
      partitions.map((partition) => marks[partition]),
      [...heads.values()],
    ],
  });
  const keys = batch.map((row) => row.key);
  await client.query({ ...ADMIT, values: ['twin', batch.map((row) => row.id), keys, days, LIVE] });
  await client.query({ ...EFFECT, values: [keys, batch.map((row) => row.version)] });
  await client.query('commit');
  for (const [partition, offset] of heads) marks[partition] = offset;
};
