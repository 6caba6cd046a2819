import type { DataSource } from 'typeorm';
import type { EventRecord } from '../publish/event-record';
import { quoteSchema } from '../database/names';
import type { Failure } from '@throughcare/base/retry.rules';

/** Failed tries, kept in the database so that a restart does not begin to count anew. */
export class Attempts {
  private readonly table: string;
  /** Counts while the database is not there to do it. */
  private readonly uncounted = new Map<string, number>();

  constructor(
    private readonly dataSource: DataSource,
    schema: string,
    private readonly consumer: string,
  ) {
    this.table = `${quoteSchema(schema)}.delivery_attempt`;
  }

  /** Counts one failure. Returns how many there are. */
  async failed(record: EventRecord, failure: Failure): Promise<number> {
    const pending = (this.uncounted.get(record.id) ?? 0) + 1;
    this.uncounted.set(record.id, pending);
    try {
      const [row] = await this.dataSource.query<{ attempts: number }[]>(
        `insert into ${this.table} as a (consumer, event_id, attempts, error) values ($1, $2, $3, $4)
         on conflict (consumer, event_id) do update
         set attempts = a.attempts + $3, error = excluded.error, last_at = clock_timestamp() returning attempts`,
        [this.consumer, record.id, pending, failure.code],
      );
      this.uncounted.delete(record.id);
      return row?.attempts ?? pending;
    } catch {
      return pending;
    }
  }

  /** The event took effect in the end. */
  async succeeded(record: EventRecord): Promise<void> {
    this.uncounted.delete(record.id);
    await this.dataSource
      .query(`delete from ${this.table} where consumer = $1 and event_id = $2`, [this.consumer, record.id])
      .catch(() => undefined);
  }
}
