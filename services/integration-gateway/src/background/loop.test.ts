import { setTimeout as sleep } from 'node:timers/promises';
import { configureLogging } from '@throughcare/platform/logging';
import { Loop } from './loop';

configureLogging({ name: 'test', level: 'silent' });

const until = async (met: () => boolean) => {
  while (!met()) await sleep(2);
};

describe('a loop', () => {
  it('goes on at once while there is work, and rests when there is none', async () => {
    let rounds = 0;
    const loop = new Loop({ name: 'test', idleMs: 60_000, round: async () => (rounds += 1) < 5 });
    loop.start();
    await until(() => rounds === 5);
    await sleep(20);
    expect(rounds).toBe(5);
    loop.wake();
    await until(() => rounds === 6);
    await loop.stop();
  });

  it('survives a round that fails', async () => {
    let rounds = 0;
    const round = async () => {
      rounds += 1;
      if (rounds === 1) throw new Error('no');
      return false;
    };
    const loop = new Loop({ name: 'test', idleMs: 1, round });
    loop.start();
    await until(() => rounds > 1);
    await loop.stop();
  });

  it('stops only after the round that runs, and tells it to hurry', async () => {
    let ended = false;
    const round = async (signal: AbortSignal) => {
      await sleep(10_000, undefined, { signal }).catch(() => undefined);
      await sleep(20);
      ended = true;
      return true;
    };
    const loop = new Loop({ name: 'test', idleMs: 1, round });
    loop.start();
    await sleep(5);
    await loop.stop();
    expect(ended).toBe(true);
  });
});
