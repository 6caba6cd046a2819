import { londonInstant } from '@throughcare/base/calendar';
import type { Day } from '@throughcare/base/calendar';
import { clock, readTimeFrom } from '@throughcare/base/clock';

const instantOf = (at: Date | string): Date => {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})$/.exec(String(at)) ?? [];
  const instant = day && time ? londonInstant(day, time) : new Date(at);
  if (Number.isNaN(instant.getTime())) throw new RangeError(`not a time: ${String(at)}`);
  return instant;
};

/**
 * The services' clock in a test's hand: it stands still until it is moved. Tokens, timers, durations and PostgreSQL's own
 * `clock_timestamp()` go on with the system's time. Give it back with `release()` in `afterEach` or `afterAll`.
 */
export class TestClock {
  private constructor(private instant: Date) {
    readTimeFrom(() => new Date(this.instant));
  }

  /** `'2026-03-31 23:59'` on London clocks, an ISO text with an offset, or an instant. */
  static at(at: Date | string): TestClock {
    return new TestClock(instantOf(at));
  }

  now(): Date {
    return clock.now();
  }

  set(at: Date | string): void {
    this.instant = instantOf(at);
  }

  /** By milliseconds, minutes, hours or 24-hour days; negative sets it back. */
  move(by: { days?: number; hours?: number; minutes?: number; ms?: number }): void {
    const { days = 0, hours = 0, minutes = 0, ms = 0 } = by;
    this.instant = new Date(this.instant.getTime() + ((days * 24 + hours) * 60 + minutes) * 60_000 + ms);
  }

  /** The first minute of a London day. */
  midnight(day: Day): void {
    this.instant = londonInstant(day, '00:00');
  }

  release(): void {
    readTimeFrom();
  }
}
