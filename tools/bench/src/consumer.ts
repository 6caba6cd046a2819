import { setTimeout as sleep } from 'node:timers/promises';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventOf } from '@throughcare/events/define-event';
import { Messaging } from '@throughcare/messaging/messaging.module';
import { execute, relayStatements } from '@throughcare/messaging/bench';
import { embeddedPostgres, type ScratchDatabase } from '@throughcare/messaging/proof';
import type { EventContext } from '@throughcare/messaging/on-event';
import { DataSource } from 'typeorm';
import { describeMachine } from './machine';
import type { Say } from './say';
import { median, spread } from './statistics';
import { benchDatabase, EFFECT } from './tables';

export interface ConsumerResult {
  readonly batchedPerSecond: number;
  readonly singlePerSecond: number;
  readonly ratio: number;
}

export interface ConsumerOptions {
  readonly rounds: number;
  readonly rows: number;
  readonly say: Say;
}

const LONGEST_MS = 600_000;
/** A multiple of the partitions, so that a key has one: otherwise two lanes would wait for each other's rows. */
const KEYS = 1_024;

/** A log of events through one consumer: 50 per transaction, and one per transaction. */
export const consumer = async ({ rounds, rows, say }: ConsumerOptions): Promise<ConsumerResult> => {
  const server = await embeddedPostgres({ durable: true });
  const rates = { batched: [] as number[], single: [] as number[] };
  try {
    say(`machine ${JSON.stringify(await describeMachine(server.url))}`);
    for (let round = 1; round <= rounds; round += 1) {
      rates.batched.push(await once(server.url, rows * 10, 50));
      rates.single.push(await once(server.url, rows, 1));
      say(`round ${round}: ${rates.batched.at(-1)} events/s by 50, ${rates.single.at(-1)} one by one`);
    }
  } finally {
    await server.stop();
  }
  say(`spread ±${spread(rates.batched)} % and ±${spread(rates.single)} %`);
  const [batchedPerSecond, singlePerSecond] = [median(rates.batched), median(rates.single)];
  return { batchedPerSecond, singlePerSecond, ratio: Math.round((batchedPerSecond / singlePerSecond) * 10) / 10 };
};

const once = async (serverUrl: string, rows: number, batchSize: number): Promise<number> => {
  const db = await benchDatabase(serverUrl);
  try {
    await fillLog(db, rows);
    const dataSource = await new DataSource({
      type: 'postgres',
      url: db.url,
      poolSize: 12,
      extra: { pipeline: true },
    }).initialize();
    const messaging = new Messaging(dataSource, { source: 'assessment', relay: false, tuning: { batchSize } });
    const handle = async (events: readonly EventOf<typeof BookingConfirmed>[], { tx }: EventContext) => {
      await execute(tx, EFFECT, [events.map((event) => event.subject), events.map((event) => event.aggregateversion)]);
    };
    const { type } = BookingConfirmed;
    const shape = { consumer: 'bench', type, kind: 'projection', batch: true } as const;
    messaging.server.register({ ...shape, handle: handle });
    try {
      const begin = performance.now();
      await messaging.server.start();
      await taken(db, rows);
      return Math.round(rows / ((performance.now() - begin) / 1000));
    } finally {
      await messaging.close();
      await dataSource.destroy();
    }
  } finally {
    await db.drop();
  }
};

/** Asked seldom and of the positions alone: whoever looks at everything all the time measures himself. */
const taken = async (db: ScratchDatabase, rows: number): Promise<void> => {
  const sql = 'select coalesce(sum("offset"), 0)::int as n from assessment.consumer_cursor';
  for (const end = Date.now() + LONGEST_MS; Date.now() < end; await sleep(50)) {
    const [row] = await db.query(sql);
    if (row?.n === rows) return;
  }
  throw new Error('The consumer does not come to the end of the log');
};

/** A published log without a relay: rows into the outbox, one settle over all of them. */
const fillLog = async (db: ScratchDatabase, rows: number): Promise<void> => {
  const payload = JSON.stringify(BookingConfirmed.example);
  const headers = JSON.stringify({ dataschema: BookingConfirmed.dataschema, correlationid: 'bench' });
  await db.query(
    `insert into booking.outbox (partition, event_id, key, type, aggregate_id, version, payload, headers)
     select n % 64, uuidv7(), 'X' || n % ${KEYS}, $2, 'X' || n % ${KEYS}, n / ${KEYS} + 1, $3, $4::jsonb
     from generate_series(0, $1 - 1) n`,
    [rows, BookingConfirmed.type, payload, headers],
  );
  const places = await db.query(
    'select array_agg(partition order by position) as partitions, array_agg(position order by position) as positions from booking.outbox',
  );
  await db.query(relayStatements('booking').settle.text, [places[0]?.partitions, places[0]?.positions]);
};
