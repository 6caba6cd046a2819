import type { DataSource } from 'typeorm';
import { waitBriefly } from '../database/ddl';
import { UnreadableEvent } from '../publish/event-record';
import { quoteSchema } from '../database/names';
import { murmur2 } from '../partition';
import { inTransaction } from '../database/transaction';

/** `2026-03` of `2026-03-31T…`. */
export const monthOf = (instant: string): string => instant.slice(0, 7);

/** First day of the month that lies `months` after this one. */
export const firstDay = (month: string, months = 0): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 10);
};

/** The tables of the inbox, one a month. */
export class InboxMonths {
  private readonly known = new Set<string>();
  private readonly s: string;

  constructor(
    private readonly dataSource: DataSource,
    private readonly schema: string,
  ) {
    this.s = quoteSchema(schema);
  }

  /** Makes the months of these days exist. Refuses a day before the horizon, of a month that was not seen yet. */
  async prepare(days: Iterable<string>): Promise<void> {
    for (const day of days) {
      if (this.known.has(monthOf(day))) continue;
      await this.add(day);
      this.known.add(monthOf(day));
    }
  }

  /** This month and the next one: nobody's event has to wait for its table. */
  async makeAhead(now: Date): Promise<void> {
    const month = monthOf(now.toISOString());
    for (const months of [0, 1]) {
      const first = firstDay(month, months);
      if (!(await this.isThere(first))) await this.create(first);
    }
  }

  /** Looks again whether months exist: an operator may have dropped one. */
  forget(): void {
    this.known.clear();
  }

  private async add(day: string): Promise<void> {
    const [row] = await this.dataSource.query<{ beyond: boolean }[]>(
      `select exists (select from ${this.s}.inbox_horizon where day > $1::date) as beyond`,
      [day],
    );
    if (row?.beyond) throw new UnreadableEvent('BEYOND_DEDUPE_HORIZON');
    if (!(await this.isThere(day))) await this.create(day);
  }

  private async isThere(day: string): Promise<boolean> {
    const [row] = await this.dataSource.query<{ there: boolean }[]>(
      `select exists (select from pg_inherits where inhparent = to_regclass($1) and inhrelid = to_regclass($2)) as there`,
      [`${this.s}.inbox`, `${this.s}.${tableOf(day)}`],
    );
    return row?.there ?? false;
  }

  /**
   * A table of its own first, then attached: `create table … partition of` would lock the whole inbox against everybody, and
   * everybody against itself while a backup reads. Attaching waits for neither readers nor writers.
   */
  private async create(day: string): Promise<void> {
    const table = `${this.s}.${tableOf(day)}`;
    const [from, to] = [firstDay(monthOf(day)), firstDay(monthOf(day), 1)];
    await inTransaction(this.dataSource, async (tx) => {
      await waitBriefly(tx);
      await tx.query('select pg_advisory_xact_lock($1)', [murmur2(Buffer.from(`${this.schema} inbox months`))]);
      if (await this.isThere(day)) return;
      await tx.query(`create table if not exists ${table} (like ${this.s}.inbox including all)`);
      await tx.query(`alter table ${this.s}.inbox attach partition ${table} for values from ('${from}') to ('${to}')`);
    });
  }
}

const LOOK_EVERY_MS = 3_600_000;

/** Makes the tables of the months ahead while a service runs, and lets go of what is kept no longer. What fails is tried at the next look, or by the first event of the month. */
export class MonthsAhead {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly months: InboxMonths,
    private readonly now: () => Date = () => new Date(),
    private readonly prune: () => Promise<void> = () => Promise.resolve(),
  ) {}

  async start(): Promise<void> {
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
    await this.look();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    await this.months.makeAhead(this.now()).catch(() => undefined);
    await this.prune().catch(() => undefined);
  }
}

const tableOf = (day: string): string => `inbox_${monthOf(day).replace('-', '_')}`;
