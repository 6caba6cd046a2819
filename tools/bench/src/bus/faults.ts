import { setTimeout as sleep } from 'node:timers/promises';
import { judge, type Verdict } from '../tables';
import { allArrived } from './backlog';
import { longestGapMs, recoveryFrom, type Recovery, together } from './figures';
import { inWorld, membersOn } from './round';
import type { World } from './world';

type Side = 'ours' | 'native';

const RECOVERY_LOAD = { writers: 8, rate: 200 };
const SETTLE_MS = 4_000;

export interface Recovered extends Recovery {
  readonly verdict: Verdict;
}

/** Takes the bus away under 200 transactions a second: how long after its return effects come again. */
export const measureRecovery = (world: World, side: Side, consumer: string, seconds: number): Promise<Recovered> =>
  inWorld(world, consumer, async (db) => {
    const start = membersOn(world, db, consumer, world.faultAddress);
    const [producer, reader] = await Promise.all([start(side, 'producer'), start(side, 'consumer')]);
    try {
      await producer.run({ ...RECOVERY_LOAD, seconds: SETTLE_MS / 1000 });
      await allArrived(db);
      await reader.taken();
      const writing = producer.run({ ...RECOVERY_LOAD, seconds });
      await sleep(1_000);
      const back = await world.interrupt();
      await writing;
      await allArrived(db);
      const recovery = recoveryFrom(await reader.taken(), back);
      const verdict = await judge(db);
      await Promise.all([producer.stop(), reader.stop()]);
      return { ...recovery, verdict };
    } finally {
      for (const member of [producer, reader]) member.kill();
    }
  });

export interface Rebalanced {
  /** Longest time without an effect before anything changed: what the pauses are to be compared with. */
  readonly usualMs: number;
  readonly joinMs: number;
  readonly leaveMs: number;
  readonly verdict: Verdict;
}

const REBALANCE_LOAD = { writers: 8, rate: 500 };

/** A second consumer comes, and goes, under 500 transactions a second: the longest time without any effect. */
export const measureRebalance = (world: World, side: Side, consumer: string, quietMs: number): Promise<Rebalanced> =>
  inWorld(world, consumer, async (db) => {
    const start = membersOn(world, db, consumer);
    const [producer, first] = await Promise.all([start(side, 'producer'), start(side, 'consumer')]);
    const members = [producer, first];
    try {
      await producer.run({ ...REBALANCE_LOAD, seconds: SETTLE_MS / 1000 });
      await allArrived(db);
      const writing = producer.run({ ...REBALANCE_LOAD, seconds: (quietMs * 3) / 1000 });
      await sleep(quietMs / 2);
      const begin = Date.now();
      await sleep(quietMs / 2);
      const joining = Date.now();
      const second = await start(side, 'consumer');
      members.push(second);
      await sleep(Math.max(0, quietMs - (Date.now() - joining)));
      const leaving = Date.now();
      const taken = [await second.taken()];
      await second.stop();
      await writing;
      const end = Date.now();
      await allArrived(db);
      const all = together([...taken, await first.taken()]);
      const verdict = await judge(db);
      await Promise.all([producer.stop(), first.stop()]);
      return {
        usualMs: longestGapMs(all, begin, joining),
        joinMs: longestGapMs(all, joining, leaving),
        leaveMs: longestGapMs(all, leaving, end),
        verdict,
      };
    } finally {
      for (const member of members) member.kill();
    }
  });
