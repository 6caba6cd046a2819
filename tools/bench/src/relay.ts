import { setTimeout as sleep } from 'node:timers/promises';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { Messaging } from '@throughcare/messaging/messaging.module';
import { PLAN_ONCE, relayStatements } from '@throughcare/messaging/bench';
import { embeddedPostgres, type ScratchDatabase } from '@throughcare/messaging/proof';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { describeMachine } from './machine';
import type { Say } from './say';
import { median, spread } from './statistics';
import { benchDatabase } from './tables';

export interface RelayResult {
  readonly drainedPerSecond: number;
  readonly nativePerSecond: number;
}

export interface RelayOptions {
  readonly rounds: number;
  readonly rows: number;
  readonly say: Say;
}

/** How fast a backlog leaves the outbox for the log, and the same move without our code, in turns. */
export const relay = async ({ rounds, rows, say }: RelayOptions): Promise<RelayResult> => {
  const server = await embeddedPostgres({ durable: true });
  const rates = { ours: [] as number[], twin: [] as number[] };
  try {
    say(`machine ${JSON.stringify(await describeMachine(server.url))}`);
    for (let round = 1; round <= rounds; round += 1) {
      for (const side of round % 2 === 1 ? (['ours', 'twin'] as const) : (['twin', 'ours'] as const)) {
        const rate = await once(server.url, rows, side === 'ours' ? ours : twin);
        rates[side].push(rate);
        say(`round ${round} ${side}: ${rate} rows/s of ${rows}`);
      }
    }
  } finally {
    await server.stop();
  }
  for (const side of ['ours', 'twin'] as const) say(`median ${side}: ${median(rates[side])} ±${spread(rates[side])} %`);
  return { drainedPerSecond: median(rates.ours), nativePerSecond: median(rates.twin) };
};

const once = async (
  serverUrl: string,
  rows: number,
  drain: (db: ScratchDatabase, rows: number) => Promise<void>,
): Promise<number> => {
  const db = await benchDatabase(serverUrl);
  try {
    await fill(db, rows);
    const begin = performance.now();
    await drain(db, rows);
    const seconds = (performance.now() - begin) / 1000;
    const [row] = await db.query('select count(*)::int as n from booking.event_log');
    if (row?.n !== rows) throw new Error(`${String(row?.n)} of ${rows} rows in the log`);
    return Math.round(rows / seconds);
  } finally {
    await db.drop();
  }
};

const fill = async (db: ScratchDatabase, rows: number): Promise<void> => {
  const payload = JSON.stringify(BookingConfirmed.example);
  const headers = JSON.stringify({ dataschema: BookingConfirmed.dataschema, correlationid: 'bench' });
  await db.query(
    `insert into booking.outbox (partition, event_id, key, type, aggregate_id, version, payload, headers)
     select n % 64, uuidv7(), 'X' || n % 1000, $2, 'X' || n % 1000, n / 1000 + 1, $3, $4::jsonb
     from generate_series(0, $1 - 1) n`,
    [rows, BookingConfirmed.type, payload, headers],
  );
  await db.query('vacuum analyze booking.outbox');
};

/** Of the log's newest offsets: asking whether the outbox is empty would walk over every row deleted so far, each time. */
const MOVED = `select sum((select max("offset") from booking.event_log where partition = p))::int as moved
  from generate_series(0, 63) p`;

const ours = async (db: ScratchDatabase, count: number): Promise<void> => {
  const dataSource = await new DataSource({ type: 'postgres', url: db.url, poolSize: 2 }).initialize();
  const messaging = new Messaging(dataSource, { source: 'booking' });
  messaging.relay.start();
  const moved = async () => (await dataSource.query<{ moved: number | null }[]>(MOVED))[0]?.moved ?? 0;
  while ((await moved()) < count) await sleep(20);
  await messaging.close();
  await dataSource.destroy();
};

const twin = async (db: ScratchDatabase): Promise<void> => {
  const client = new Client({ connectionString: db.url, options: PLAN_ONCE });
  await client.connect();
  const { read, settle } = relayStatements('booking');
  const partitions = Array.from({ length: 64 }, (_, partition) => partition);
  const lows = partitions.map(() => 0);
  let turn = 0;
  for (;;) {
    turn += 1;
    const turned = [...partitions.slice(turn % 64), ...partitions.slice(0, turn % 64)];
    const marks = turned.map((partition) => lows[partition]);
    const { rows } = await client.query<{ partition: number; position: number }>({
      ...read,
      values: [turned, marks, 500, 2_000],
    });
    if (rows.length === 0) break;
    await client.query({ ...settle, values: [rows.map((row) => row.partition), rows.map((row) => row.position)] });
    for (const { partition, position } of rows) lows[partition] = position;
  }
  await client.end();
};
