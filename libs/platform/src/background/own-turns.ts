import type { Day } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { monotonic } from '@throughcare/base/monotonic';
import { dayDue, type Every } from './schedule.rules';
import { ROUND_TOO_LONG, type Limits, type Turn, type Turns } from './task';

/** Turns of a task that each instance does for itself. Nothing is kept, so a daily one runs at every start. */
export class OwnTurns implements Turns {
  private current = { running: false, lastEnd: null as Date | null, lastDay: null as Day | null };
  private trouble = { failures: 0, code: null as string | null };
  private goodSince = monotonic();

  constructor(
    private readonly every: Every,
    private readonly limits: Limits,
  ) {}

  async begin(_isWoken: boolean, lost: (code: string) => void): Promise<Turn | undefined> {
    const day = 'dailyAt' in this.every ? dayDue(clock.now(), this.every.dailyAt) : null;
    const { lastDay } = this.current;
    if (day !== null && lastDay !== null && lastDay >= day) return undefined;
    this.current.running = true;
    const limit = setTimeout(() => {
      this.note(ROUND_TOO_LONG);
      lost(ROUND_TOO_LONG);
    }, this.limits.longestMs).unref();
    return {
      done: async (result) => {
        clearTimeout(limit);
        this.current = { running: false, lastEnd: clock.now(), lastDay: result === 'done' ? day : lastDay };
        this.trouble = { failures: 0, code: null };
        this.goodSince = monotonic();
        return true;
      },
      failed: async (code) => {
        clearTimeout(limit);
        this.current.running = false;
        return this.note(code);
      },
      release: async () => {
        clearTimeout(limit);
        this.current.running = false;
      },
    };
  }

  async state() {
    return { ...this.current, ...this.trouble, ageSeconds: (monotonic() - this.goodSince) / 1000 };
  }

  private note(code: string): number {
    this.trouble = { failures: this.trouble.failures + 1, code };
    return this.trouble.failures;
  }
}
