import type { DataSource } from 'typeorm';

/**
 * Of every service alike: the log of events and what is waiting of it, dead letters, who looked at whom and answers to repeated requests keep
 * what they said until they expire (ADR 45). The rest is about staff, lists and instances.
 */
const OF_EVERY_SERVICE = [
  'event_log',
  'outbox',
  'inbox',
  'inbox_horizon',
  'dead_letter',
  'delivery_attempt',
  'parked_key',
  'released_letter',
  'replay_run',
  'replay_cursor',
  'replay_exception',
  'consumer_control',
  'consumer_cursor',
  'consumer_subscription',
  'consumer_instance',
  'consumer_want',
  'silent_change',
  'ops_audit',
  'idempotency_key',
  'background_task',
  'staff',
  'role_grant',
  'reference_item',
  'migrations',
  'erased_number',
  'relay_instance',
];
const INBOX_MONTH = '^inbox_[0-9_]+$';

/** Names of columns in which a person or somebody's words about them may stand; and every column of JSON or bytes may hold both. */
const PERSONAL =
  'crn|noms|person|number|(^|_)key$|name|email|phone|address|note|detail|reason|rationale|text|copy|body|data|document|offence|made_with|referred_by';

/** `table.column` of every column of the service's own tables that may say something about a person. Each has to be decided about. */
export const personalColumns = async (db: DataSource): Promise<string[]> => {
  const rows = await db.query<{ name: string }[]>(
    `select c.table_name || '.' || c.column_name as name from information_schema.columns c
       join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
        and c.table_name <> all($1) and c.table_name !~ '${INBOX_MONTH}'
        and (c.data_type in ('json', 'jsonb', 'bytea') or (c.data_type in ('text', 'ARRAY', 'bigint') and c.column_name ~ '${PERSONAL}'))
        and c.column_name !~ '(_type|_code|_sha256|^table_name)$'
      order by 1`,
    [OF_EVERY_SERVICE],
  );
  return rows.map(({ name }) => name);
};

/** The service's own tables of which a row has one of these texts in it. */
export const tablesWith = async (db: DataSource, ...texts: readonly string[]): Promise<string[]> => {
  const tables = await db.query<{ name: string }[]>(
    `select table_name as name from information_schema.tables
      where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name <> all($1) and table_name !~ '${INBOX_MONTH}'
      order by 1`,
    [OF_EVERY_SERVICE],
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await db.query<unknown[]>(
      `select from ${name} t where exists (select from unnest($1::text[]) as x where position(x in t::text) > 0)`,
      [texts],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
};
