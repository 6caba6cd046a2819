import type { DataSource } from 'typeorm';

/** A transaction that has written and is open. */
export interface Writer {
  readonly pid: number;
  /** Null where this role may not see it. */
  readonly application: string | null;
  readonly user: string | null;
  readonly state: string | null;
  /** Since it began, or since this process first saw it where its begin may not be seen: at least so long. */
  readonly seconds: number;
}

interface Row extends Omit<Writer, 'seconds'> {
  readonly xid: string;
  readonly seconds: number | null;
}

/**
 * Who writes, in the whole server. PostgreSQL hides the times of other roles' transactions (a migration's, an administrator's),
 * and they hold the relays back all the same: those are counted from when they were first seen.
 */
export class Writers {
  private seen = new Map<string, number>();

  constructor(private readonly dataSource: DataSource) {}

  /** Oldest first. */
  async open(): Promise<Writer[]> {
    const rows = await this.dataSource.query<Row[]>(
      `select pid, application_name as application, usename as "user", state, backend_xid::text as xid,
         extract(epoch from clock_timestamp() - xact_start)::float8 as seconds
       from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()`,
    );
    const now = performance.now();
    this.seen = new Map(rows.map(({ pid, xid }) => [`${pid}/${xid}`, this.seen.get(`${pid}/${xid}`) ?? now]));
    return rows
      .map(({ xid, seconds, ...row }) => ({
        ...row,
        seconds: seconds ?? (now - (this.seen.get(`${row.pid}/${xid}`) ?? now)) / 1000,
      }))
      .sort((a, b) => b.seconds - a.seconds);
  }

  /** Ends the session. False where it is gone; refused by PostgreSQL (42501) where it belongs to another role. */
  async end(pid: number): Promise<boolean> {
    const [row] = await this.dataSource.query<{ ended: boolean }[]>('select pg_terminate_backend($1) as ended', [pid]);
    return row?.ended ?? false;
  }
}
