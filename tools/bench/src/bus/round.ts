import type { ScratchDatabase } from '@throughcare/messaging/proof';
import { median, quantile } from '../statistics';
import { judge, type Verdict } from '../tables';
import { allArrived, fillOutbox, freshDatabase, outboxIsEmpty } from './backlog';
import { ratePerSecond } from './figures';
import { MemberProcess } from './member';
import type { Setting, Side, Taken } from './setting';
import type { World } from './world';

/** Asked for per second; 0: as fast as it goes. */
export const RATES = [500, 2_000, 0] as const;
const WRITERS = 16;
const WARM_UP = { writers: WRITERS, seconds: 1, rate: 200 };

export interface Latency {
  readonly rate: number;
  /** What really came through, from the first write to the last effect. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time per event, microseconds (that is: milliseconds per 1,000 events), of the unthrottled part. */
  readonly cpuMicros: Cpu;
}

export interface Cpu {
  readonly producer: number;
  readonly consumer: number;
  readonly postgres: number;
  readonly broker: number;
}

export interface Publishing {
  readonly publishPerSecond: number;
  /** Processor time per event, microseconds. */
  readonly publishCpuMicros: Pick<Cpu, 'producer' | 'postgres'>;
}

export interface Round extends Publishing {
  readonly effectsPerSecond: number;
  readonly latencies: readonly Latency[];
  readonly verdict: Verdict;
}

export interface RoundOptions {
  /** Events of the backlog for publishing and consuming. */
  readonly rows: number;
  /** For each rate. */
  readonly seconds: number;
}

export const membersOn = (world: World, db: ScratchDatabase, consumer: string, address = world.address) => {
  const base = { bus: world.bus, address, url: db.url, consumer };
  return (side: Side, part: Setting['part'], waitMs = 0) => MemberProcess.start({ ...base, side, part, waitMs });
};

/** A database and an empty bus for as long as `work` takes. */
export const inWorld = async <T>(
  world: World,
  consumer: string,
  work: (db: ScratchDatabase) => Promise<T>,
): Promise<T> => {
  const db = await freshDatabase(world.server.url);
  try {
    await world.empty(consumer);
    return await work(db);
  } finally {
    await db.drop();
  }
};

interface Producing {
  readonly world: World;
  readonly db: ScratchDatabase;
  readonly producer: MemberProcess;
}

/** A backlog out of the outbox, until the bus has it and it is settled. */
const publishBacklog = async ({ world, db, producer }: Producing, rows: number): Promise<Publishing> => {
  await producer.run(WARM_UP);
  await outboxIsEmpty(db);
  await producer.taken();
  await fillOutbox(db, rows);
  const spent = async () => ({ producer: (await producer.cost()).cpuMs, postgres: world.databaseCpuMs() });
  const before = await spent();
  await outboxIsEmpty(db);
  const after = await spent();
  const micros = (part: keyof typeof after) => Math.round(((after[part] - before[part]) * 1000) / rows);
  const publishCpuMicros = { producer: micros('producer'), postgres: micros('postgres') };
  return { publishPerSecond: ratePerSecond(await producer.taken()), publishCpuMicros };
};

/** Nothing but publishing. */
export const measurePublishing = (
  world: World,
  side: 'ours' | 'native',
  consumer: string,
  rows: number,
): Promise<Publishing> =>
  inWorld(world, consumer, async (db) => {
    const producer = await membersOn(world, db, consumer)(side, 'producer');
    try {
      const publishing = await publishBacklog({ world, db, producer }, rows);
      await producer.stop();
      return publishing;
    } finally {
      producer.kill();
    }
  });

/** A backlog out of the outbox, the same backlog into effects, then both at once at each rate. */
export const measureRound = (
  world: World,
  side: 'ours' | 'native',
  consumer: string,
  options: RoundOptions,
): Promise<Round> =>
  inWorld(world, consumer, async (db) => {
    const start = membersOn(world, db, consumer);
    const producer = await start(side, 'producer');
    let reader: MemberProcess | undefined;
    try {
      const publishing = await publishBacklog({ world, db, producer }, options.rows);
      reader = await start(side, 'consumer');
      await allArrived(db);
      const effectsPerSecond = ratePerSecond(await reader.taken());
      const pair = { world, db, producer, consumer: reader };
      const latencies: Latency[] = [];
      for (const rate of RATES) latencies.push(await atRate(pair, rate, options.seconds));
      const verdict = await judge(db);
      await producer.stop();
      await reader.stop();
      return { ...publishing, effectsPerSecond, latencies, verdict };
    } finally {
      producer.kill();
      reader?.kill();
    }
  });

interface Pair extends Producing {
  readonly consumer: MemberProcess;
}

const atRate = async ({ world, db, producer, consumer }: Pair, rate: number, seconds: number): Promise<Latency> => {
  await producer.run(WARM_UP);
  await allArrived(db);
  await consumer.taken();
  const spent = async () => ({
    producer: (await producer.cost()).cpuMs,
    consumer: (await consumer.cost()).cpuMs,
    postgres: world.databaseCpuMs(),
    broker: world.brokerCpuMs(),
  });
  const before = await spent();
  const begin = performance.now();
  const count = await producer.run({ writers: WRITERS, seconds, rate });
  await allArrived(db);
  const elapsed = (performance.now() - begin) / 1000;
  const after = await spent();
  const micros = (part: keyof Cpu) => Math.round(((after[part] - before[part]) * 1000) / count);
  const cpuMicros = {
    producer: micros('producer'),
    consumer: micros('consumer'),
    postgres: micros('postgres'),
    broker: micros('broker'),
  };
  return { rate, perSecond: Math.round(count / elapsed), ...percentiles(await consumer.taken()), cpuMicros };
};

const percentiles = ({ latencyMs }: Taken) => ({ p50Ms: median(latencyMs), p99Ms: quantile(latencyMs, 0.99) });

/** Nest's stock transport on the events that our relay published. */
export const measureNest = (
  world: World,
  consumer: string,
  rows: number,
): Promise<Pick<Round, 'effectsPerSecond' | 'verdict'>> =>
  inWorld(world, consumer, async (db) => {
    const start = membersOn(world, db, consumer);
    const producer = await start('ours', 'producer');
    await fillOutbox(db, rows);
    await outboxIsEmpty(db);
    await producer.stop();
    const reader = await start('nest', 'consumer');
    try {
      await allArrived(db);
      const effectsPerSecond = ratePerSecond(await reader.taken());
      await reader.stop();
      return { effectsPerSecond, verdict: await judge(db) };
    } finally {
      reader.kill();
    }
  });
