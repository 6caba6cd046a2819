import type { DataSource } from 'typeorm';
import type { Day } from '@throughcare/base/calendar';
import type { TaskState } from './task';

/** SQL of the table `background_task`, for a migration of the service: one row for each task that one instance does at a time. */
export const backgroundTable = `
create table background_task (
  name text primary key,
  holder uuid,
  leased_until timestamptz,
  since timestamptz not null default clock_timestamp(),
  last_end timestamptz,
  last_day date,
  next_at timestamptz,
  failures int not null default 0,
  code text
)`;

/** A task and who works on it. A holder is new for each round. */
export interface Holding {
  readonly name: string;
  readonly holder: string;
}

const FROM_NOW = (parameter: number) => `clock_timestamp() + $${parameter}::float8 * interval '1 millisecond'`;
const FREE = 'holder = null, leased_until = null';

/** Leases and times of tasks, by the clock of the database: instances may disagree about theirs. */
export class TaskTable {
  constructor(private readonly db: DataSource) {}

  async register(name: string): Promise<void> {
    await this.db.query('insert into background_task (name) values ($1) on conflict (name) do nothing', [name]);
  }

  /** True when it is due, and nobody else's. `day`: of a daily task, the day that is due. `isWoken`: its next time need not have come. */
  async claim({ name, holder }: Holding, leaseMs: number, day: Day | null, isWoken: boolean): Promise<boolean> {
    return this.change(
      `update background_task set holder = $2, leased_until = ${FROM_NOW(3)}
       where name = $1 and (leased_until is null or leased_until <= clock_timestamp())
         and ($4::date is null or last_day is null or last_day < $4::date)
         and ($5 or next_at is null or next_at <= clock_timestamp())`,
      [name, holder, leaseMs, day, isWoken],
    );
  }

  /** False when the lease has ended. */
  async prolong({ name, holder }: Holding, leaseMs: number): Promise<boolean> {
    return this.change(
      `update background_task set leased_until = ${FROM_NOW(3)}
       where name = $1 and holder = $2 and leased_until > clock_timestamp()`,
      [name, holder, leaseMs],
    );
  }

  /** The round ended well. `day`: the day that is done with it. */
  async done({ name, holder }: Holding, day: Day | null, pauseMs: number): Promise<boolean> {
    return this.change(
      `update background_task set ${FREE}, last_end = clock_timestamp(), last_day = coalesce($3::date, last_day),
         next_at = ${FROM_NOW(4)}, failures = 0, code = null where name = $1 and holder = $2`,
      [name, holder, day, pauseMs],
    );
  }

  /** The round failed; it is tried again after a pause. */
  async failed({ name, holder }: Holding, code: string, pauseMs: number): Promise<boolean> {
    return this.change(
      `update background_task set ${FREE}, failures = failures + 1, code = $3, next_at = ${FROM_NOW(4)}
       where name = $1 and holder = $2`,
      [name, holder, code, pauseMs],
    );
  }

  /** The round was broken off, and whoever comes next may begin at once. */
  async release({ name, holder }: Holding): Promise<void> {
    await this.db.query(`update background_task set ${FREE} where name = $1 and holder = $2`, [name, holder]);
  }

  async read(name: string): Promise<TaskState | undefined> {
    const [row] = await this.db.query<TaskState[]>(
      `select coalesce(leased_until > clock_timestamp(), false) as running, last_end as "lastEnd", last_day::text as "lastDay",
         extract(epoch from clock_timestamp() - coalesce(last_end, since))::float8 as "ageSeconds", failures, code
       from background_task where name = $1`,
      [name],
    );
    return row;
  }

  private async change(sql: string, parameters: unknown[]): Promise<boolean> {
    const [, changed] = await this.db.query<[unknown, number]>(sql, parameters);
    return changed > 0;
  }
}
