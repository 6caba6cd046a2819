import type { QueryConfig } from 'pg';
import type { EntityManager } from 'typeorm';
import type { EventRecord } from './event-record';
import type { Statement } from './statement';
import { execute, queryConfig, statement } from './statement';
import { dropsAppends } from './replay/replay-context';

export const quoteSchema = (schema: string): string => `"${schema.replaceAll('"', '""')}"`;

/**
 * The append, on its own for whoever measures against it. `pg_current_xact_id()` makes sure that the transaction owns an id before it draws positions: the relay's read mark
 * relies on that order (see `relay/read-mark.ts`).
 */
export const appendSql = (schema: string): string => `
  insert into ${quoteSchema(schema)}.outbox
    (partition, event_id, key, type, aggregate_id, version, payload, headers, occurred_at)
  select e.* from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::text[],
    $8::jsonb[], $9::timestamptz[]) as e
  where pg_current_xact_id() is not null`;

const statements = new Map<string, Statement>();

const appendStatement = (schema: string): Statement => {
  const found = statements.get(schema) ?? statement('append', schema, appendSql(schema));
  statements.set(schema, found);
  return found;
};

const valuesOf = (records: readonly EventRecord[]): unknown[] => [
  records.map((r) => r.partition),
  records.map((r) => r.id),
  records.map((r) => r.key),
  records.map((r) => r.type),
  records.map((r) => r.aggregateId),
  records.map((r) => r.version),
  records.map((r) => r.payload),
  records.map((r) => JSON.stringify(r.headers)),
  records.map((r) => r.occurredAt),
];

/**
 * Inserts records in order, in one statement; undefined when there is nothing to insert. It must be the last statement of a
 * transaction that has locked the aggregates: only then do positions follow the order in which each key changed.
 */
export const appendOf = (schema: string, records: readonly EventRecord[]): QueryConfig | undefined =>
  records.length === 0 || dropsAppends(records.length)
    ? undefined
    : queryConfig(appendStatement(schema), valuesOf(records));

/** The same, now, for a transaction that goes on after it only to commit. */
export const appendToOutbox = async (
  tx: EntityManager,
  schema: string,
  records: readonly EventRecord[],
): Promise<void> => {
  if (records.length > 0 && !dropsAppends(records.length)) {
    await execute(tx, appendStatement(schema), valuesOf(records));
  }
};
