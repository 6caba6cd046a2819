import type { DataSource } from 'typeorm';

/** Asked for as members of their own; everything else comes as `-c name=value`. In milliseconds. */
const TIMEOUTS = ['statement_timeout', 'idle_in_transaction_session_timeout', 'lock_timeout'] as const;

/** A backslash keeps what would end the value. */
const SETTING = /-c\s+(\w+)=((?:\\.|\S)+)/g;

const plain = (value: string): string => value.replace(/["\s]/g, '').toLowerCase();

/** What a service asks of each connection of its pool, by name. */
export const askedSettings = (extra: unknown): ReadonlyMap<string, string> => {
  const { options, ...others } = (extra ?? {}) as Readonly<Record<string, unknown>>;
  const asked = new Map<string, string>();
  for (const [, name = '', value = ''] of (typeof options === 'string' ? options : '').matchAll(SETTING))
    asked.set(name, value.replace(/\\(.)/g, '$1'));
  for (const name of TIMEOUTS) if (typeof others[name] === 'number') asked.set(name, String(others[name]));
  return asked;
};

/**
 * Settings that a connection does not have although they were asked for when it was opened: a pooler in between dropped them, and
 * statements run without limits or in another schema. One `name is …, asked for …` each.
 */
export const droppedSettings = async (dataSource: DataSource): Promise<string[]> => {
  const { extra } = dataSource.options as { extra?: unknown };
  const asked = askedSettings(extra);
  const rows = await dataSource.query<{ name: string; setting: string }[]>(
    'select name, setting from pg_settings where lower(name) = any($1)',
    [[...asked.keys()].map((name) => name.toLowerCase())],
  );
  const has = new Map(rows.map(({ name, setting }) => [name.toLowerCase(), setting]));
  return [...asked].flatMap(([name, value]) => {
    const setting = has.get(name.toLowerCase()) ?? 'unknown';
    return plain(setting) === plain(value) ? [] : [`${name} is ${setting}, asked for ${value}`];
  });
};

/** Why the database takes no writes, as an operator looks for it; undefined when it takes them. */
export const refusesWrites = async (dataSource: DataSource): Promise<string | undefined> => {
  const [row] = await dataSource.query<{ off: boolean; standby: boolean }[]>(
    `select current_setting('transaction_read_only') = 'on' as off, pg_is_in_recovery() as standby`,
  );
  if (!row?.off) return undefined;
  return row.standby ? 'the address leads to a standby' : 'default_transaction_read_only is on';
};
