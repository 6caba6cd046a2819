import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventOf } from '@throughcare/events/define-event';
import type { EventContext } from '@throughcare/messaging/on-event';
import { Messaging } from '@throughcare/messaging/messaging.module';
import { type EmbeddedPostgres, embeddedPostgres, type ScratchDatabase } from '@throughcare/messaging/proof';
import { DataSource } from 'typeorm';
import { describeMachine, serverCpuMs } from './machine';
import type { Say } from './say';
import { median, spread } from './statistics';
import { benchDatabase, EFFECT, judge } from './tables';

export interface ReplayResult {
  readonly events: number;
  readonly eventsPerSecond: number;
  /** Of the process that replays, at its highest; PostgreSQL is another process. */
  readonly peakRssMb: number;
}

export interface ReplayOptions {
  readonly rounds: number;
  readonly rows: number;
  /** False switches fsync off: for tests of the measurement only. */
  readonly durable?: boolean;
  readonly say: Say;
}

/** Node sizes its young generation by the memory of the machine; this is what a container of 512 MB gives. */
const SMALL = '--max-semi-space-size=16';

/** {@link replay} in a process of its own, with the memory of a small container. */
export const replayInSmallProcess = ({ rounds, rows }: ReplayOptions): ReplayResult => {
  const args = [SMALL, join(__dirname, 'main.js'), 'replay', '--rounds', `${rounds}`, '--rows', `${rows}`, '--json'];
  const env = { ...process.env, BENCH_SMALL: '1' };
  const { status, stdout } = spawnSync(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`The replay ended with ${status}`);
  return JSON.parse(stdout.toString()) as ReplayResult;
};

/** A recorded run over the whole log into a projection: cursor, inbox rows and effects in each transaction. */
export const replay = async ({ rounds, rows, durable = true, say }: ReplayOptions): Promise<ReplayResult> => {
  const server = await embeddedPostgres({ durable });
  const rates: number[] = [];
  try {
    say(`machine ${JSON.stringify(await describeMachine(server.url))}`);
    for (let round = 1; round <= rounds; round += 1) {
      const { perSecond, cpu } = await once(server, rows);
      rates.push(perSecond);
      say(`round ${round}: ${perSecond} events/s of ${rows}; µs of CPU per event: ${JSON.stringify(cpu)}`);
    }
  } finally {
    await server.stop();
  }
  say(`spread ±${spread(rates)} %`);
  const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  return { events: rows, eventsPerSecond: median(rates), peakRssMb };
};

interface Once {
  readonly perSecond: number;
  /** Microseconds of processor time per event: on a machine shared with others this says more than the clock. */
  readonly cpu: { readonly own: number; readonly postgres: number };
}

const once = async (server: EmbeddedPostgres, rows: number): Promise<Once> => {
  const db = await benchDatabase(server.url);
  try {
    await fillHistory(db, rows);
    const dataSource = await new DataSource({ type: 'postgres', url: db.url, poolSize: 12 }).initialize();
    const messaging = new Messaging(dataSource, { source: 'assessment', relay: false });
    const handle = async (events: readonly EventOf<typeof BookingConfirmed>[], { tx }: EventContext) => {
      await tx.query(EFFECT.text, [
        events.map((event) => event.subject),
        events.map((event) => event.aggregateversion),
      ]);
    };
    const { type } = BookingConfirmed;
    messaging.server.register({ consumer: 'bench', type, kind: 'projection', batch: true, handle });
    await messaging.server.start();
    const [own, theirs] = [process.cpuUsage(), serverCpuMs(server.pid)];
    const seconds = await run(messaging, rows);
    const { user, system } = process.cpuUsage(own);
    const perEvent = (micros: number) => Math.round((micros / rows) * 10) / 10;
    const cpu = { own: perEvent(user + system), postgres: perEvent((serverCpuMs(server.pid) - theirs) * 1000) };
    await messaging.close();
    await dataSource.destroy();
    const faults = await judge(db);
    if (Object.values(faults).some((count) => count !== 0)) throw new Error(`The replay: ${JSON.stringify(faults)}`);
    return { perSecond: Math.round(rows / seconds), cpu };
  } finally {
    await db.drop();
  }
};

const run = async ({ operations: { replays } }: Messaging, rows: number): Promise<number> => {
  const begin = performance.now();
  const asked = { consumer: 'bench', mode: 'redeliver', filter: {}, reason: 'bench', requestedBy: 'bench' } as const;
  const { id } = await replays.begin(asked);
  for (;;) {
    const { state, delivered, lastError } = await replays.find(id);
    if (state === 'completed' && delivered === rows) return (performance.now() - begin) / 1000;
    if (state !== 'running') throw new Error(`The run is ${state} after ${delivered} events: ${lastError}`);
    await sleep(50);
  }
};

/** Published and handled long ago: a log, and a live consumer at its end. 1,024 keys, so that each is in one partition. */
const fillHistory = async (db: ScratchDatabase, rows: number): Promise<void> => {
  const payload = JSON.stringify(BookingConfirmed.example);
  const headers = JSON.stringify({ dataschema: BookingConfirmed.dataschema, correlationid: 'bench' });
  await db.query(
    `insert into booking.event_log
       (partition, "offset", event_id, key, type, aggregate_id, version, payload, headers, occurred_at)
     select n % 64, n / 64 + 1, uuidv7(), 'X' || n % 1024, $2, 'X' || n % 1024, n / 1024 + 1, $3, $4::jsonb, now()
     from generate_series(0, $1 - 1) n`,
    [rows, BookingConfirmed.type, payload, headers],
  );
  await db.query(
    `insert into assessment.consumer_cursor (consumer, source, partition, "offset")
     select 'bench', 'booking', partition, max("offset") from booking.event_log group by 3`,
  );
  await db.query('truncate booking.thing');
  await db.query('insert into booking.thing select key, count(*) from booking.event_log group by key');
  await db.query('vacuum analyze booking.event_log');
};
