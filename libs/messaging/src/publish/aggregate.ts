import { isDeepStrictEqual } from 'node:util';
import { notFound } from '@throughcare/base/errors';
import type { NewEvent } from '@throughcare/events/define-event';
import type { EntityManager, EntityTarget, FindOptionsOrder, FindOptionsWhere, QueryDeepPartialEntity } from 'typeorm';
import type { Publish, UnitOfWork } from './unit-of-work';

/** A row that counts its events. */
export interface Versioned {
  /** Number of the last event; 0 while there is none. */
  version: number;
}

/** What the seam needs to know of an aggregate. One constant per aggregate, in `x.aggregate.ts`; `MessagingModule` takes it too. */
export interface AggregateType<Row extends Versioned> {
  readonly entity: EntityTarget<Row>;
  readonly table: string;
  /** Member with the id that its events carry. Default `id`. */
  readonly id?: keyof Row & string;
  /** What its events are ordered by: see ADR 0022. */
  readonly keyOf: (row: Row) => string;
  /** Code of the refusal when there is no such row. */
  readonly missing: string;
  /** What no event reports: leases, or facts that another service has published already. It may change without one. */
  readonly bookkeeping?: readonly (keyof Row)[];
}

/** A row as the database has it once this transaction commits, in the same transaction and before the events are appended. */
type Also<Row> = (tx: EntityManager, after: Row, before: Row) => Promise<void>;

/** What was decided about a row. `also` writes what belongs to it: an action, a note, a claim. */
export interface Change<Row> {
  readonly changes: Partial<Omit<Row, 'version'>>;
  readonly events: readonly NewEvent[];
  readonly also?: Also<Row>;
}

/** What a new row brings with it. */
export type Made<Row> = Omit<Change<Row>, 'changes'>;

/** Decides about a locked row; undefined: nothing changes, and nothing is written or published. */
export type Decide<Row> = (row: Row, tx: EntityManager) => Change<Row> | undefined | Promise<Change<Row> | undefined>;

export type Where<Row> = FindOptionsWhere<Row> | FindOptionsWhere<Row>[];

/** A change that nobody would hear of: a bug, so nothing of the transaction stays. */
export class SilentChange extends Error {
  readonly code = 'SILENT_CHANGE';
  constructor(table: string, columns: readonly string[]) {
    super(`${table} changes without an event: ${columns.join(', ')}`);
    this.name = 'SilentChange';
  }
}

const idOf = <Row extends Versioned>({ id = 'id' as keyof Row & string }: AggregateType<Row>, row: Row): string =>
  String(row[id]);

interface Open<Row extends Versioned> {
  readonly tx: EntityManager;
  readonly publish: Publish;
  readonly type: AggregateType<Row>;
}

const requireBookkeeping = <Row extends Versioned>(
  { table, bookkeeping = [] }: AggregateType<Row>,
  columns: readonly string[],
): void => {
  const state = columns.filter((column) => !bookkeeping.includes(column as keyof Row));
  if (state.length > 0) throw new SilentChange(table, state);
};

/** What would become another value. */
const differing = <Row>(before: Row, changes: Partial<Omit<Row, 'version'>>): string[] =>
  Object.entries(changes).flatMap(([column, value]) =>
    isDeepStrictEqual(before[column as keyof Row], value) ? [] : [column],
  );

const apply = async <Row extends Versioned>(open: Open<Row>, before: Row, change: Change<Row>): Promise<Row> => {
  const { tx, publish, type } = open;
  const { changes, events, also } = change;
  if (events.length === 0) requireBookkeeping(type, differing(before, changes));
  const version = before.version + events.length;
  const written = { ...changes, ...(events.length > 0 && { version }) } as QueryDeepPartialEntity<Row>;
  const key = tx.connection.getMetadata(type.entity).getEntityIdMap(before);
  if (Object.keys(written).length > 0) await tx.update(type.entity, key, written);
  const after = { ...before, ...changes, version };
  await also?.(tx, after, before);
  publish({ id: idOf(type, after), key: type.keyOf(after), version }, events);
  return after;
};

const begin = async <Row extends Versioned>(open: Open<Row>, row: Row, { events, also }: Made<Row>): Promise<Row> => {
  await also?.(open.tx, row, row);
  open.publish({ id: idOf(open.type, row), key: open.type.keyOf(row), version: row.version }, events);
  return row;
};

/**
 * Inserts a row with the version that its first events give it, then runs `also` and publishes. Joins the transaction that is open, else
 * opens one. A conflict with a row that is there already is the database's own error.
 */
export const createAggregate = <Row extends Versioned>(
  work: UnitOfWork,
  type: AggregateType<Row>,
  row: Omit<Row, 'version'>,
  made: Made<Row>,
): Promise<Row> =>
  work.run(async (tx, publish) => {
    const first = { ...row, version: made.events.length } as Row;
    await tx.insert(type.entity, first as QueryDeepPartialEntity<Row>);
    return begin({ tx, publish, type }, first, made);
  });

/** {@link createAggregate}, unless a row that it would conflict with is there already: then undefined, and nothing is written or published. */
export const createIfNew = <Row extends Versioned>(
  work: UnitOfWork,
  type: AggregateType<Row>,
  row: Omit<Row, 'version'>,
  made: Made<Row>,
): Promise<Row | undefined> =>
  work.run(async (tx, publish) => {
    const first = { ...row, version: made.events.length } as Row;
    const insert = tx.createQueryBuilder().insert().into(type.entity);
    const values = insert.values(first as QueryDeepPartialEntity<Row>).orIgnore();
    const inserted = await values.returning([type.id ?? 'id']).execute();
    return (inserted.raw as unknown[]).length > 0 ? begin({ tx, publish, type }, first, made) : undefined;
  });

/**
 * Locks one row, decides, writes what changed and the version that the events give it, runs `also` and publishes last. Joins the transaction
 * that is open, else opens one: who has more to lock opens it with {@link UnitOfWork.run} and locks in order. Throws `not-found` with the
 * type's code when there is no such row, whatever `decide` throws, and {@link SilentChange} when more than bookkeeping changes without an event.
 */
export const changeAggregate = async <Row extends Versioned>(
  work: UnitOfWork,
  type: AggregateType<Row>,
  where: Where<Row>,
  decide: Decide<Row>,
): Promise<Row> => {
  const row = await changeIfFound(work, type, where, decide);
  if (!row) throw notFound(type.missing);
  return row;
};

/** {@link changeAggregate}, but undefined when there is no such row. */
export const changeIfFound = <Row extends Versioned>(
  work: UnitOfWork,
  type: AggregateType<Row>,
  where: Where<Row>,
  decide: Decide<Row>,
): Promise<Row | undefined> =>
  work.run(async (tx, publish) => {
    const row = await tx.findOne(type.entity, { where, lock: { mode: 'pessimistic_write' } });
    const change = row && (await decide(row, tx));
    if (!row || !change) return row ?? undefined;
    return apply({ tx, publish, type }, row, change);
  });

/** {@link changeAggregate} for every such row: all are locked by one statement, in the order of their ids, and changed in that order. */
export const changeEach = <Row extends Versioned>(
  work: UnitOfWork,
  type: AggregateType<Row>,
  where: Where<Row>,
  decide: Decide<Row>,
): Promise<Row[]> =>
  work.run(async (tx, publish) => {
    const order = { [type.id ?? 'id']: 'ASC' } as FindOptionsOrder<Row>;
    const rows = await tx.find(type.entity, { where, order, lock: { mode: 'pessimistic_write' } });
    const changed: Row[] = [];
    for (const row of rows) {
      const change = await decide(row, tx);
      changed.push(change ? await apply({ tx, publish, type }, row, change) : row);
    }
    return changed;
  });

/** {@link changeAggregate} of a row that the caller has read and locked in the transaction that is open, and decided about. */
export const changeLocked = <Row extends Versioned>(
  work: UnitOfWork,
  type: AggregateType<Row>,
  row: Row,
  change: Change<Row>,
): Promise<Row> => work.run((tx, publish) => apply({ tx, publish, type }, row, change));

/**
 * Publishes what has one event and no row that counts: a message that was sent, a person who is forgotten. `id` names it, so that whoever does
 * it twice publishes the same. Joins the transaction that is open, else opens one.
 */
export const publishFact = (work: UnitOfWork, fact: { id: string; key: string }, event: NewEvent): Promise<void> =>
  work.run((_tx, publish) => Promise.resolve(publish({ ...fact, version: 1 }, [event])));

/**
 * Writes bookkeeping only, without a lock and without reading the row: for who has locked it, or whose last word counts. Throws
 * {@link SilentChange} for anything else.
 */
export const updateBookkeeping = async <Row extends Versioned>(
  tx: EntityManager,
  type: AggregateType<Row>,
  where: FindOptionsWhere<Row>,
  changes: Change<Row>['changes'],
): Promise<void> => {
  requireBookkeeping(type, Object.keys(changes));
  await tx.update(type.entity, where, changes as QueryDeepPartialEntity<Row>);
};
