import type { DataSource } from 'typeorm';
import { quoteSchema } from '../outbox';
import { inTransaction } from '../transaction';

/** A table of a service whose rows are aggregates: `version` counts the events of each row. */
export interface AggregateTable {
  readonly table: string;
  /** Column with the aggregate id of its events. Default `id`. */
  readonly id?: string;
}

export interface SilentChanges {
  readonly table: string;
  /** Rows whose version is ahead of their newest event: state that changed without telling anybody. */
  readonly count: number;
  /** Up to ten of them, for an operator. */
  readonly examples: readonly string[];
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

const newestVersions = (s: string) => `
  select aggregate_id, max(version) as version from (
    select aggregate_id, version from ${s}.event_log union all select aggregate_id, version from ${s}.outbox) e
  group by aggregate_id`;

/** Reads every event's version once: run it minutes apart, never per request. One snapshot, so nothing in flight is counted. */
export const silentChanges = (
  dataSource: DataSource,
  schema: string,
  tables: readonly AggregateTable[],
): Promise<SilentChanges[]> =>
  inTransaction(dataSource, async (tx) => {
    await tx.query(`set local statement_timeout = '60s'`);
    const s = quoteSchema(schema);
    const found: SilentChanges[] = [];
    for (const { table, id = 'id' } of tables) {
      const [row] = await tx.query<{ count: number; examples: string[] | null }[]>(
        `select count(*)::int as count, (array_agg(a.${quoted(id)}::text))[1:10] as examples
         from ${s}.${quoted(table)} a left join (${newestVersions(s)}) e on e.aggregate_id = a.${quoted(id)}::text
         where a.version > coalesce(e.version, 0)`,
      );
      found.push({ table, count: row?.count ?? 0, examples: row?.examples ?? [] });
    }
    return found;
  });

/** Aggregates that skip a version between their first and their newest event. */
export const versionGaps = async (dataSource: DataSource, schema: string): Promise<number> => {
  const s = quoteSchema(schema);
  const [row] = await inTransaction(dataSource, async (tx) => {
    await tx.query(`set local statement_timeout = '60s'`);
    return tx.query<{ count: number }[]>(
      `select count(*)::int as count from (
         select aggregate_id from (select aggregate_id, version from ${s}.event_log
           union all select aggregate_id, version from ${s}.outbox) e
         group by aggregate_id having count(distinct version) <> max(version) - min(version) + 1) gaps`,
    );
  });
  return row?.count ?? 0;
};
