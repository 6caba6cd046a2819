import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, embeddedPostgres, type ScratchDatabase } from '@throughcare/messaging/proof';
import type { Side } from './fleet';
import { RoleProcess } from './fleet';
import { describeMachine, KEEP_LOG_FILES, makeLogFiles, serverCpuMs } from './machine';
import type { Say } from './say';
import { median, quantile, spread } from './statistics';
import type { Verdict } from './tables';
import { benchDatabase, judge } from './tables';

export interface PipelineOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly say: Say;
}

export interface PipelineResult extends Verdict {
  readonly txPerSecond: number;
  readonly nativeTxPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p50MsAt500: number;
  readonly p99MsAt500: number;
  readonly p50MsAt50: number;
}

type Pair = 'ours' | 'twin';

interface Round extends Verdict {
  readonly txPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p50MsAt500: number;
  readonly p99MsAt500: number;
  readonly p50MsAt50: number;
  /** Processor time per transaction: producing process, consuming process, PostgreSQL. */
  readonly cpuMicrosPerTx: readonly number[];
  /** Of the producing and the consuming process. */
  readonly memoryMb: readonly number[];
}

/** As many as the pool has connections: fewer leave the processors waiting for the writers. */
const WRITERS = 24;
const PACED = 2_000;
/** At full load: what is asked for is what a service sustains, and its code is compiled by then. */
const WARM_UP_SECONDS = 6;

/**
 * Command → state and outbox → relay → log → consumer effect, in two processes on a durable database of the same machine, and
 * the same SQL without our code, in turns. Throughput counts until the last effect is committed; latency is taken at 2,000,
 * 500 and 50 transactions per second.
 */
export const pipeline = async ({ rounds, seconds, say }: PipelineOptions): Promise<PipelineResult> => {
  const server = await embeddedPostgres({ durable: true, socket: true, flags: KEEP_LOG_FILES });
  const results: Record<Pair, Round[]> = { ours: [], twin: [] };
  try {
    say(`machine ${JSON.stringify(await describeMachine(server.url))}`);
    await makeLogFiles(server.url);
    await once('twin', server, 2); // not counted: the first round of a new server is the slowest
    for (let round = 1; round <= rounds; round += 1) {
      for (const side of round % 2 === 1 ? (['ours', 'twin'] as const) : (['twin', 'ours'] as const)) {
        const result = await once(side, server, seconds);
        results[side].push(result);
        say(`round ${round} ${side} ${JSON.stringify(result, (_, value: unknown) => rounded(value))}`);
      }
    }
  } finally {
    await server.stop();
  }
  report(results, say);
  return summary(results);
};

const rounded = (value: unknown): unknown => (typeof value === 'number' ? Math.round(value) : value);

/** One side, from a new database to its verdict. */
export const once = async (side: Side, server: EmbeddedPostgres, seconds: number): Promise<Round> => {
  const db = await benchDatabase(server.url);
  const producer = await RoleProcess.start(side, 'producer', db.url);
  const consumer = await RoleProcess.start(side, 'consumer', db.url);
  const spent = async () => [(await producer.cost()).cpuMs, (await consumer.cost()).cpuMs, serverCpuMs(server.pid)];
  try {
    await producer.run({ writers: WRITERS, seconds: WARM_UP_SECONDS, rate: 0 });
    await arrived(db);
    const before = await spent();
    const begin = performance.now();
    const count = await producer.run({ writers: WRITERS, seconds, rate: 0 });
    await arrived(db);
    const txPerSecond = count / ((performance.now() - begin) / 1000);
    const cpuMicrosPerTx = (await spent()).map((ms, index) => ((ms - (before[index] ?? 0)) * 1000) / count);
    const latenciesAt = async (rate: number, forSeconds: number) => {
      await consumer.latencies();
      await producer.run({ writers: WRITERS, seconds: forSeconds, rate });
      await arrived(db);
      return consumer.latencies();
    };
    const latencies = await latenciesAt(PACED, seconds);
    const at500 = await latenciesAt(500, seconds / 2);
    const at50 = await latenciesAt(50, seconds / 2);
    const memoryMb = [(await producer.cost()).memoryMb, (await consumer.cost()).memoryMb];
    const verdict = await judge(db);
    await producer.stop();
    await consumer.stop();
    const slower = { p50MsAt500: median(at500), p99MsAt500: quantile(at500, 0.99), p50MsAt50: median(at50) };
    const figures = { txPerSecond, p50Ms: median(latencies), p99Ms: quantile(latencies, 0.99), ...slower, ...verdict };
    return { ...figures, cpuMicrosPerTx, memoryMb };
  } finally {
    producer.kill();
    consumer.kill();
    await db.drop();
  }
};

/** Every committed change has had its effect. Gives up after a minute: the verdict then shows what is missing. */
const arrived = async (db: ScratchDatabase): Promise<void> => {
  const sql = `select (select sum(version) from booking.thing) = (select coalesce(sum(version), 0) from assessment.projection) as done`;
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(20)) {
    const [row] = await db.query(sql);
    if (row?.done) return;
  }
};

const report = (results: Record<Pair, Round[]>, say: Say): void => {
  for (const side of ['ours', 'twin'] as const) {
    const of = (figure: 'txPerSecond' | 'p50Ms' | 'p99Ms' | 'p50MsAt500' | 'p99MsAt500' | 'p50MsAt50') => {
      const values = results[side].map((round) => round[figure]);
      return `${figure} ${Math.round(median(values))} ±${spread(values)} %`;
    };
    const cpu = [0, 1, 2].map((part) => median(results[side].map((round) => round.cpuMicrosPerTx[part] ?? 0)));
    const used = `µs of processor per transaction ${cpu.map(Math.round).join(' + ')} (producer, consumer, PostgreSQL)`;
    say(
      `median ${side}: ${of('txPerSecond')}, at ${PACED}/s ${of('p50Ms')}, ${of('p99Ms')}; ${of('p50MsAt500')}, ${of('p99MsAt500')}, ${of('p50MsAt50')}; ${used}`,
    );
  }
};

const summary = ({ ours, twin }: Record<Pair, Round[]>): PipelineResult => ({
  txPerSecond: Math.round(median(ours.map((round) => round.txPerSecond))),
  nativeTxPerSecond: Math.round(median(twin.map((round) => round.txPerSecond))),
  p50Ms: median(ours.map((round) => round.p50Ms)),
  p99Ms: median(ours.map((round) => round.p99Ms)),
  p50MsAt500: median(ours.map((round) => round.p50MsAt500)),
  p99MsAt500: median(ours.map((round) => round.p99MsAt500)),
  p50MsAt50: median(ours.map((round) => round.p50MsAt50)),
  lost: sum(ours, 'lost'),
  inverted: sum(ours, 'inverted'),
  doubled: sum(ours, 'doubled'),
});

const sum = (rounds: readonly Round[], figure: keyof Verdict): number =>
  rounds.reduce((total, round) => total + round[figure], 0);
