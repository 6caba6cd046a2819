import { setTimeout as sleep } from 'node:timers/promises';
import { describeMachine } from '../machine';
import type { Say } from '../say';
import { judge, type Verdict } from '../tables';
import { allArrived, fillOutbox, outboxIsEmpty } from './backlog';
import { ratePerSecond, together } from './figures';
import { inWorld, membersOn } from './round';
import type { BusKind } from './setting';
import { startWorld, type World, type WorldOptions } from './world';

export interface ScalingOptions extends WorldOptions {
  readonly bus: BusKind;
  readonly rows: number;
  /** How many consuming processes, by turns. */
  readonly consumers?: readonly number[];
  readonly say: Say;
}

export interface ScalingRow {
  readonly consumers: number;
  /** Handlers that only write to their database: bound by processors. */
  readonly effectsPerSecond: number;
  /** Handlers that also wait {@link WAIT_MS} in each transaction, as for another system: bound by what runs at once. */
  readonly waitingEffectsPerSecond: number;
  /** Of all effects, by process: that partitions are really shared. */
  readonly shares: readonly number[];
}

export interface ScalingResult extends Verdict {
  readonly bus: BusKind;
  readonly waitMs: number;
  readonly table: readonly ScalingRow[];
}

const CONSUMERS = [1, 2, 4];
export const WAIT_MS = 100;
/** Joining and sharing is over by then on every bus; {@link ScalingRow.shares} shows it. */
const SHARED_AFTER_MS = 7_000;

/** The same backlog through 1, 2 and 4 consuming processes that share the 64 partitions. */
export const scaling = async (options: ScalingOptions): Promise<ScalingResult> => {
  const { bus, rows, say, consumers: counts = CONSUMERS } = options;
  const world = await startWorld(bus, options);
  const table: ScalingRow[] = [];
  const verdicts: Verdict[] = [];
  try {
    say(`machine ${JSON.stringify(await describeMachine(world.server.url))}, ${world.about}`);
    for (const consumers of counts) {
      const busy = await once(world, consumers, rows, 0);
      const waiting = await once(world, consumers, rows, WAIT_MS);
      verdicts.push(busy.verdict, waiting.verdict);
      const { effectsPerSecond, shares } = busy;
      table.push({ consumers, effectsPerSecond, waitingEffectsPerSecond: waiting.effectsPerSecond, shares });
      say(JSON.stringify(table.at(-1)));
    }
  } finally {
    await world.stop();
  }
  const sum = (fault: keyof Verdict) => verdicts.reduce((total, verdict) => total + verdict[fault], 0);
  return { bus, waitMs: WAIT_MS, table, lost: sum('lost'), inverted: sum('inverted'), doubled: sum('doubled') };
};

const once = (world: World, consumers: number, rows: number, waitMs: number) => {
  const consumer = `scale-${consumers}-${waitMs}`;
  return inWorld(world, consumer, async (db) => {
    const start = membersOn(world, db, consumer);
    const readers = await Promise.all(Array.from({ length: consumers }, () => start('ours', 'consumer', waitMs)));
    try {
      await sleep(SHARED_AFTER_MS);
      for (const reader of readers) await reader.hold(true);
      const producer = await start('ours', 'producer');
      await fillOutbox(db, rows);
      await outboxIsEmpty(db);
      await producer.stop();
      await Promise.all(readers.map((reader) => reader.hold(false)));
      await allArrived(db);
      const parts = await Promise.all(readers.map((reader) => reader.taken()));
      const verdict = await judge(db);
      await Promise.all(readers.map((reader) => reader.stop()));
      const all = together(parts);
      const shares = parts.map(({ at }) => Math.round((at.length / all.at.length) * 100) / 100);
      return { effectsPerSecond: ratePerSecond(all), shares, verdict };
    } finally {
      for (const reader of readers) reader.kill();
    }
  });
};
