import { setTimeout as sleep } from 'node:timers/promises';
import { asError } from '@throughcare/base/error-like';
import type { Log } from '../logging';
import { isDatabaseDown, isLoginRefused } from './down';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Starts, and starts anew for as long as PostgreSQL is away, at whatever step that shows. A process that ended instead would be
 * started by its supervisor later and later, and stay away after the database is back. Every other error is thrown at once.
 */
export const startAnewWhileDatabaseIsDown = async <T>(start: () => Promise<T>, log: Log): Promise<T> => {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await start();
    } catch (error) {
      if (!isDatabaseDown(error) || isLoginRefused(error)) throw error;
      log.warn({ code: asError(error)?.code, pauseMs: pause }, 'database unavailable; retrying startup');
      await sleep(pause);
    }
  }
};
