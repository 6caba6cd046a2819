import type { Delivery, Subscription } from '../bus';
import type { EventHeaders } from '../../publish/event-record';
import { EXISTING_LOGS, READABLE_LOGS } from '../../database/event-log';
import { quoteSchema } from '../../database/names';
import type { Statement } from '../../database/statement';
import { statement } from '../../database/statement';
import type { DedicatedConnection } from '../../database/connection';

interface LogRow {
  readonly partition: number;
  readonly offset: number;
  readonly wanted: boolean;
  readonly id: string;
  readonly key: string;
  readonly type: string;
  readonly aggregate_id: string;
  readonly version: number;
  readonly payload: string | null;
  readonly headers: EventHeaders | null;
  readonly occurred_at: Date;
}

export interface LogRead {
  readonly deliveries: ReadonlyMap<number, readonly Delivery[]>;
  /** Rows, wanted or not. */
  readonly found: number;
  /** A limit cut the read short. */
  readonly more: boolean;
}

export const READ_LIMITS = { perPartition: 200, total: 1_000 };

/** Payload and headers travel only for types somebody handles here. */
const readSql = (s: string) => `
  select l.* from unnest($1::smallint[], $2::bigint[]) as mark(partition, read)
  cross join lateral (
    select partition, "offset"::float8 as "offset", type = any($3::text[]) as wanted, event_id as id, key, type,
      aggregate_id, version, occurred_at,
      case when type = any($3::text[]) then payload end as payload,
      case when type = any($3::text[]) then headers end as headers
    from ${s}.event_log where partition = mark.partition and event_log."offset" > mark.read
    order by event_log."offset" limit ${READ_LIMITS.perPartition}) l
  limit ${READ_LIMITS.total}`;

/** The read on its own, for whoever measures against it. */
export const logReadStatement = (schema: string): Statement => statement('log', schema, readSql(quoteSchema(schema)));

/** What a reader is asked for. */
type Asked = Pick<Subscription, 'types' | 'keeps'>;

/** Reads one source's event log after the given offsets. Of neighbours nobody wants or counts only the last is kept. */
export class LogReader {
  private readonly sql: Statement;

  constructor(
    private readonly connection: DedicatedConnection,
    private readonly source: string,
    private readonly schema: string,
  ) {
    this.sql = logReadStatement(schema);
  }

  /** False while the source has no log here, or we have no right to it: reading would be an error in PostgreSQL's own log, each time. */
  async isReadable(): Promise<boolean> {
    const { rows } = await this.connection.query(READABLE_LOGS, [[this.schema]]);
    return rows.length > 0;
  }

  /** False while the source has no log here, whatever we may read. */
  async isThere(): Promise<boolean> {
    const { rows } = await this.connection.query(EXISTING_LOGS, [[this.schema]]);
    return rows.length > 0;
  }

  async read(marks: ReadonlyMap<number, number>, { types, keeps = () => false }: Asked): Promise<LogRead> {
    const values = [[...marks.keys()], [...marks.values()], types];
    const { rows } = await this.connection.query<LogRow>(this.sql, values);
    const deliveries = new Map<number, Delivery[]>();
    const rowsOf = new Map<number, number>();
    for (const row of rows) {
      rowsOf.set(row.partition, (rowsOf.get(row.partition) ?? 0) + 1);
      const list = deliveries.get(row.partition) ?? [];
      deliveries.set(row.partition, list);
      const last = list[list.length - 1];
      if (!row.wanted && last?.wanted === false && !keeps(last.record.type)) list.pop();
      list.push(this.deliveryOf(row));
    }
    const more = rows.length >= READ_LIMITS.total || Math.max(0, ...rowsOf.values()) >= READ_LIMITS.perPartition;
    return { deliveries, found: rows.length, more };
  }

  /** Newest offset of each of these partitions. */
  async ends(partitions: readonly number[]): Promise<Map<number, number>> {
    const { rows } = await this.connection.query<{ partition: number; offset: number }>(
      `select p.partition, coalesce(max(l."offset"), 0)::float8 as "offset"
       from unnest($1::smallint[]) as p(partition) left join ${quoteSchema(this.schema)}.event_log l using (partition)
       group by 1`,
      [partitions],
    );
    return new Map(rows.map(({ partition, offset }) => [partition, offset]));
  }

  private deliveryOf({ offset, wanted, aggregate_id, occurred_at, payload, headers, ...row }: LogRow): Delivery {
    return {
      offset,
      wanted,
      record: {
        ...row,
        source: this.source,
        aggregateId: aggregate_id,
        occurredAt: occurred_at.toISOString(),
        payload: payload ?? '',
        headers: headers ?? { dataschema: '', correlationid: '' },
      },
    };
  }
}
