import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 50;

/** Does it again while it fails: what is measured is how long an outage lasts, not that there is one. */
export const persistently = async <T>(work: () => Promise<T>, withinMs = 60_000): Promise<T> => {
  for (const end = Date.now() + withinMs; ; await sleep(PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
};

/** Repeats `turn` until stopped, with a rest after a turn that found nothing; failures are tried again. */
export const looping = (turn: () => Promise<boolean>, restMs: number): (() => Promise<void>) => {
  let stopped = false;
  const running = (async () => {
    while (!stopped) {
      const found = await turn().catch(() => false);
      if (!found) await sleep(restMs);
    }
  })();
  return () => {
    stopped = true;
    return running;
  };
};
