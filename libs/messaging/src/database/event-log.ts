import type { DataSource } from 'typeorm';
import { schemaOf } from './names';
import { quoteSchema } from './names';

/** The table of a source's published events, as SQL names it. */
export const logOf = (source: string): string => `${quoteSchema(schemaOf(source))}.event_log`;

/** Schemas among `$1` whose log is there and may be read here. The catalogue answers without an error for what is not there yet. */
export const READABLE_LOGS = `select n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relname = 'event_log' and has_schema_privilege(n.oid, 'usage')
       and has_table_privilege(c.oid, 'select') order by 1`;

/** Sources whose log this role cannot read here: another database, or a right that is missing. */
export const unreadableLogs = async (dataSource: DataSource, sources: readonly string[]): Promise<string[]> => {
  const rows = await dataSource.query<{ schema: string }[]>(READABLE_LOGS, [sources.map(schemaOf)]);
  const readable = new Set(rows.map(({ schema }) => schema));
  return sources.filter((source) => !readable.has(schemaOf(source)));
};
