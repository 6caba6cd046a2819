import { Inject, Injectable } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import { z } from 'zod';
import { BANK_HOLIDAYS, isDay, londonDate } from '@throughcare/base/calendar';
import type { Day } from '@throughcare/base/calendar';
import { unavailable } from '@throughcare/base/errors';
import { Background } from './background';
import { CONFIG } from './config';
import type { ServiceConfig } from './config';
import { HttpClient } from './http';
import { logger } from './logging';

const REFRESH_MS = 24 * 3_600_000;
const USUAL_PER_YEAR = 8;

const Feed = z.object({
  'england-and-wales': z.object({ events: z.array(z.object({ date: z.string().refine(isDay) })).max(2_000) }),
});

/**
 * The holidays of a feed joined with what is known: the feed decides for every year it covers from end to end, what is known decides
 * for the others. Undefined for a feed that is broken, or short: without eight holidays in this London year or the next.
 */
export const acceptFeed = (feed: unknown, known: ReadonlySet<Day>, today: Day): ReadonlySet<Day> | undefined => {
  const parsed = Feed.safeParse(feed);
  if (!parsed.success) return undefined;
  const days = new Set(parsed.data['england-and-wales'].events.map((event) => event.date));
  const count = (year: string) => [...days].filter((day) => day.startsWith(year)).length;
  const years = new Set([...days].map((day) => day.slice(0, 4)));
  const whole = new Set([...years].filter((year) => count(year) >= USUAL_PER_YEAR));
  const thisYear = Number(today.slice(0, 4));
  if (![thisYear, thisYear + 1].some((year) => whole.has(String(year)))) return undefined;
  const kept = [...known].filter((day) => !whole.has(day.slice(0, 4)));
  return new Set([...kept, ...days].sort());
};

/** Bank holidays of England and Wales: bundled, refreshed daily from `BANK_HOLIDAYS_URL` where given; the last good copy is kept. */
@Injectable()
export class BankHolidays {
  private readonly log = logger('bank-holidays');
  private readonly feed: HttpClient | undefined;
  private holidays: ReadonlySet<Day> = BANK_HOLIDAYS;

  constructor(
    @Inject(CONFIG) { BANK_HOLIDAYS_URL: url }: Pick<ServiceConfig, 'BANK_HOLIDAYS_URL'>,
    @Inject(Background) background: Background,
  ) {
    if (url === undefined) return;
    this.feed = new HttpClient({ name: 'bank-holidays', baseUrl: url, timeoutMs: 10_000 });
    background.add({
      name: 'bank-holidays',
      every: { ms: REFRESH_MS },
      once: 'instance',
      round: async () => {
        if (!(await this.refresh())) throw unavailable('BANK_HOLIDAYS_UNAVAILABLE');
        return 'done';
      },
    });
  }

  /** For `addWorkingDays(day, n, holidays.current())`. */
  current(): ReadonlySet<Day> {
    return this.holidays;
  }

  /** Fetches once. False when the feed could not be had or was refused; what is known then stays. */
  async refresh(now: Date = clock.now()): Promise<boolean> {
    if (!this.feed) return false;
    try {
      const accepted = acceptFeed(await this.feed.get(''), this.holidays, londonDate(now));
      if (!accepted) this.log.warn('the feed of bank holidays is broken or short; the last good copy stays');
      this.holidays = accepted ?? this.holidays;
      return accepted !== undefined;
    } catch (err) {
      this.log.warn({ err }, 'no feed of bank holidays; the last good copy stays');
      return false;
    }
  }
}
