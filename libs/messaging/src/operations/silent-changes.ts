import type { DataSource } from 'typeorm';
import { quoteSchema } from '../database/names';
import { inTransaction } from '../database/transaction';

/** A table of a service whose rows are aggregates: `version` counts the events of each row. */
export interface AggregateTable {
  readonly table: string;
  /** Member with the aggregate id of its events; its column is named after it. Default `id`. */
  readonly id?: string;
}

export interface SilentChanges {
  readonly table: string;
  /** Rows that changed since their newest event, or whose version is ahead of it: state that nobody was told. */
  readonly count: number;
  /** Up to ten of them, for an operator. */
  readonly examples: readonly string[];
}

const columnOf = (member: string) => member.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
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
    const [noted] = await tx.query<{ known: boolean }[]>(`select to_regclass($1) is not null as known`, [
      `${s}.silent_change`,
    ]);
    for (const { table, id: member = 'id' } of tables) {
      const id = quoted(columnOf(member));
      // Updates without an event, as the trigger of `watchAggregate` noted them.
      const changed = noted?.known
        ? `or exists (select from ${s}.silent_change c where c.table_name = $1 and c.aggregate_id = a.${id}::text
                        and c.version >= coalesce(e.version, 0))`
        : '';
      const [row] = await tx.query<{ count: number; examples: string[] | null }[]>(
        `select count(*)::int as count, (array_agg(a.${id}::text))[1:10] as examples
         from ${s}.${quoted(table)} a left join (${newestVersions(s)}) e on e.aggregate_id = a.${id}::text
         where $1::text is not null and (a.version > coalesce(e.version, 0) ${changed})`,
        [table],
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
