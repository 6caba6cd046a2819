import type { EventHeaders, EventRecord } from '../publish/event-record';
import { quoteSchema } from '../database/names';
import type { DedicatedConnection } from '../database/connection';
import type { Statement } from '../database/statement';
import { statement } from '../database/statement';
import type { Horizon } from './read-mark.rules';

/** Enough of a row to move it. */
export interface OutboxRow {
  readonly partition: number;
  readonly position: number;
  readonly traceparent: string | null;
}

export interface ReadLimits {
  readonly perPartition: number;
  readonly total: number;
}

interface LoadedRow extends Omit<EventRecord, 'source' | 'aggregateId' | 'occurredAt'> {
  readonly position: number;
  readonly aggregate_id: string;
  readonly occurred_at: Date;
  readonly headers: EventHeaders;
}

const readSql = (s: string) => `
  with found as materialized (
    select o.* from unnest($1::smallint[], $2::bigint[]) with ordinality as mark(partition, low, nth)
    cross join lateral (
      select mark.nth, outbox.partition, position::float8 as position, headers->>'traceparent' as traceparent
      from ${s}.outbox where outbox.partition = mark.partition and position > mark.low
      order by outbox.position limit $3) o
    limit $4)
  select partition, position, traceparent from found order by nth, position`;

const loadSql = (s: string) => `
  select o.position::float8 as position, o.event_id as id, o.partition, o.key, o.type, o.aggregate_id, o.version, o.payload, o.headers, o.occurred_at
  from unnest($1::smallint[], $2::bigint[]) with ordinality as wanted(partition, position, nth)
  join ${s}.outbox o using (partition, position) order by nth`;

const newestSql = (s: string) =>
  `select case when is_called then last_value else 0 end::float8 as position from ${s}.outbox_position_seq`;

/**
 * Deletes and logs in one statement. Offsets have no gaps because one relay owns the partition; if two believe they do,
 * the log's primary key refuses one of them.
 */
const settleSql = (s: string) => `
  with batch as materialized (select * from unnest($1::smallint[], $2::bigint[]) as b(partition, position)),
  moved as (
    delete from ${s}.outbox o using batch b
    where o.partition = b.partition and o.position = b.position returning o.*),
  head as materialized (
    select p.partition, coalesce((select l."offset" from ${s}.event_log l where l.partition = p.partition
      order by l."offset" desc limit 1), 0) as "offset"
    from (select distinct partition from batch) p)
  insert into ${s}.event_log
    (partition, "offset", event_id, key, type, aggregate_id, version, payload, headers, occurred_at)
  select m.partition, h."offset" + row_number() over (partition by m.partition order by m.position),
    m.event_id, m.key, m.type, m.aggregate_id, m.version, m.payload, m.headers, m.occurred_at
  from moved m join head h using (partition)`;

/** The relay's statements on their own, for whoever measures against them. */
export const relayStatements = (schema: string): Record<'read' | 'load' | 'settle' | 'newest', Statement> => {
  const s = quoteSchema(schema);
  return {
    read: statement('read', schema, readSql(s)),
    load: statement('load', schema, loadSql(s)),
    settle: statement('settle', schema, settleSql(s)),
    newest: statement('newest', schema, newestSql(s)),
  };
};

/** The relay's statements over one service's outbox. Each runs on its own, outside any transaction. */
export class OutboxTable {
  private readonly sql: ReturnType<typeof relayStatements>;

  constructor(
    private readonly connection: DedicatedConnection,
    private readonly source: string,
    schema: string,
  ) {
    this.sql = relayStatements(schema);
  }

  /** Two statements on purpose: the id must be taken after the sequence was read. */
  async horizon(): Promise<Horizon> {
    const position = await this.newestPosition();
    const { rows } = await this.connection.query<{ xid: string }>('select pg_current_xact_id()::text as xid');
    return { position, xid: rows[0]?.xid ?? '0' };
  }

  async newestPosition(): Promise<number> {
    const { rows } = await this.connection.query<{ position: number }>(this.sql.newest);
    return rows[0]?.position ?? 0;
  }

  async hasPassed(horizon: Horizon): Promise<boolean> {
    const { rows } = await this.connection.query<{ passed: boolean }>(
      'select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 as passed',
      [horizon.xid],
    );
    return rows[0]?.passed ?? false;
  }

  async read(partitions: readonly number[], lows: readonly number[], limits: ReadLimits): Promise<OutboxRow[]> {
    const values = [partitions, lows, limits.perPartition, limits.total];
    const { rows } = await this.connection.query<OutboxRow>(this.sql.read, values);
    return rows;
  }

  /** Whole records, each with its position. */
  async load(batch: readonly OutboxRow[]): Promise<{ position: number; record: EventRecord }[]> {
    const { rows } = await this.connection.query<LoadedRow>(this.sql.load, places(batch));
    return rows.map(({ position, aggregate_id, occurred_at, ...row }) => ({
      position,
      record: { ...row, source: this.source, aggregateId: aggregate_id, occurredAt: occurred_at.toISOString() },
    }));
  }

  async settle(batch: readonly OutboxRow[]): Promise<void> {
    await this.connection.query(this.sql.settle, places(batch));
  }
}

const places = (batch: readonly OutboxRow[]) => [batch.map((r) => r.partition), batch.map((r) => r.position)];
