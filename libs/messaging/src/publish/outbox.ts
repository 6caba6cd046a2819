import type { QueryConfig } from 'pg';
import type { EntityManager } from 'typeorm';
import type { EventRecord } from './event-record';
import type { Statement } from '../database/statement';
import { execute, queryConfig, statement } from '../database/statement';
import { dropsAppends } from '@throughcare/base/replay-context';
import { quoteSchema } from '../database/names';

/** Columns of the outbox that an append fills, with how each record fills it. */
const COLUMNS: readonly [name: string, type: string, value: (record: EventRecord) => unknown][] = [
  ['partition', 'smallint', (r) => r.partition],
  ['event_id', 'uuid', (r) => r.id],
  ['key', 'text', (r) => r.key],
  ['type', 'text', (r) => r.type],
  ['aggregate_id', 'text', (r) => r.aggregateId],
  ['version', 'int', (r) => r.version],
  ['payload', 'text', (r) => r.payload],
  ['headers', 'jsonb', (r) => JSON.stringify(r.headers)],
  ['occurred_at', 'timestamptz', (r) => r.occurredAt],
];

const NAMES = COLUMNS.map(([name]) => name).join(', ');

/**
 * `pg_current_xact_id()` makes sure that the transaction owns an id before it draws positions: the relay's read mark relies on
 * that order (see `relay/read-mark.rules.ts`).
 */
const appendSql = (schema: string, from: string): string => `
  insert into ${quoteSchema(schema)}.outbox (${NAMES})
  select ${from}`;

/** One record, as nearly all transactions append: half the work of arrays, on both sides. */
export const appendOneSql = (schema: string): string =>
  appendSql(
    schema,
    `${COLUMNS.map(([, type], at) => `$${at + 1}::${type}`).join(', ')} where pg_current_xact_id() is not null`,
  );

const appendManySql = (schema: string): string =>
  appendSql(
    schema,
    `${NAMES} from unnest(${COLUMNS.map(([, type], at) => `$${at + 1}::${type}[]`).join(', ')})
       with ordinality as e(${NAMES}, nth) where pg_current_xact_id() is not null order by nth`,
  );

interface Appends {
  readonly one: Statement;
  readonly many: Statement;
}

const statements = new Map<string, Appends>();

const appendsOf = (schema: string): Appends => {
  const found = statements.get(schema) ?? {
    one: statement('append_one', schema, appendOneSql(schema)),
    many: statement('append', schema, appendManySql(schema)),
  };
  statements.set(schema, found);
  return found;
};

const appendQuery = (schema: string, records: readonly EventRecord[]): [Statement, unknown[]] => {
  const { one, many } = appendsOf(schema);
  const [first] = records;
  return first && records.length === 1
    ? [one, COLUMNS.map(([, , value]) => value(first))]
    : [many, COLUMNS.map(([, , value]) => records.map(value))];
};

/**
 * Inserts records in order, in one statement; undefined when there is nothing to insert. It must be the last statement of a
 * transaction that has locked the aggregates: only then do positions follow the order in which each key changed.
 */
export const appendOf = (schema: string, records: readonly EventRecord[]): QueryConfig | undefined =>
  records.length === 0 || dropsAppends(records.length) ? undefined : queryConfig(...appendQuery(schema, records));

/** The same, now, for a transaction that goes on after it only to commit. */
export const appendToOutbox = async (
  tx: EntityManager,
  schema: string,
  records: readonly EventRecord[],
): Promise<void> => {
  if (records.length > 0 && !dropsAppends(records.length)) {
    await execute(tx, ...appendQuery(schema, records));
  }
};
