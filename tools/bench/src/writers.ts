import { setTimeout as sleep } from 'node:timers/promises';
import { KEYS } from './tables';

export interface Load {
  readonly writers: number;
  readonly seconds: number;
  /** Transactions per second in all; 0: as fast as it goes. */
  readonly rate: number;
}

export const keyAt = (index: number): string => `X${(index % KEYS) + 1}`;

/** Runs `write` from several writers for a time. Paced writers start on a clock, whether or not earlier ones were quick. */
export const drive = async (
  { writers, seconds, rate }: Load,
  write: (key: string) => Promise<void>,
): Promise<number> => {
  const begin = performance.now();
  const end = begin + seconds * 1000;
  let started = 0;
  const writer = async (): Promise<void> => {
    while (performance.now() < end) {
      const mine = started;
      started += 1;
      const due = rate > 0 ? begin + (mine / rate) * 1000 : 0;
      const early = due - performance.now();
      if (due >= end) return;
      if (early > 0) await sleep(early);
      await write(keyAt(mine * 7919));
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  return started;
};
