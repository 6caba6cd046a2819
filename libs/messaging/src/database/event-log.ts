import type { DataSource } from 'typeorm';
import { schemaOf } from './names';
import { quoteSchema } from './names';

/** The table of a source's published events, as SQL names it. */
export const logOf = (source: string): string => `${quoteSchema(schemaOf(source))}.event_log`;

const logs = (also: string): string => `select n.nspname as schema from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relname = 'event_log' and ${also} order by 1`;

/** Schemas among `$1` that have a log. The catalogue answers without an error for what is not there yet. */
export const EXISTING_LOGS = logs('true');

/** Those whose log may be read here. */
export const READABLE_LOGS = logs(`has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')`);

/** Sources whose log this role cannot read here: another database, or a right that is missing. */
export const unreadableLogs = async (dataSource: DataSource, sources: readonly string[]): Promise<string[]> => {
  const rows = await dataSource.query<{ schema: string }[]>(READABLE_LOGS, [sources.map(schemaOf)]);
  const readable = new Set(rows.map(({ schema }) => schema));
  return sources.filter((source) => !readable.has(schemaOf(source)));
};
