import type { Writable } from 'node:stream';
import type { PoolClient, QueryConfig } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';

/** The connection went away during a transaction. Whatever the code met because of that is the cause, not a bug of its own. */
export class ConnectionLost extends Error {
  readonly kind = 'unavailable';
  readonly code = 'DATABASE_CONNECTION_LOST';
  constructor(cause: unknown) {
    super('DATABASE_CONNECTION_LOST', { cause });
    this.name = 'ConnectionLost';
  }
}

/** A statement failed, somebody caught the error and went on: PostgreSQL would answer the commit with a rollback. */
export class TransactionAborted extends Error {
  readonly code = 'TRANSACTION_ABORTED';
  constructor() {
    super('TRANSACTION_ABORTED');
    this.name = 'TransactionAborted';
  }
}

/** What a transaction ends with, decided when everything else is done; undefined when there is nothing to add. */
export type LastStatement = () => QueryConfig | undefined;

/**
 * TypeORM's transaction, without its events and with three things it leaves out: a lost connection is told as
 * {@link ConnectionLost}, a commit that was answered with a rollback as {@link TransactionAborted}, and the last statement
 * travels together with the commit, which saves a turn on the wire (the connection should be in pipeline mode; otherwise they
 * go one after the other).
 */
export const inTransaction = async <T>(
  dataSource: DataSource,
  work: (tx: EntityManager) => Promise<T>,
  last?: LastStatement,
): Promise<T> => {
  const runner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as PoolClient;
    try {
      await client.query('begin');
      Object.assign(runner, OPEN);
      const result = await work(runner.manager);
      await commit(client, last?.());
      return result;
    } catch (error) {
      if (runner.isReleased) throw new ConnectionLost(error);
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
  } finally {
    await runner.release();
  }
};

/** As TypeORM notes it, so that a `save` joins the transaction and a nested one becomes a savepoint. */
const OPEN = { isTransactionActive: true, transactionDepth: 1 };

/** Where the driver writes. */
const wireOf = (client: PoolClient): Writable =>
  (client as unknown as { connection: { stream: Writable } }).connection.stream;

/** When the last statement fails, PostgreSQL answers the commit behind it with a rollback: nothing can slip through. */
const commit = async (client: PoolClient, last: QueryConfig | undefined): Promise<void> => {
  const wire = wireOf(client);
  wire.cork();
  const appended = last && client.query(last);
  const committed = client.query('commit');
  wire.uncork();
  const [failure] = await Promise.allSettled([appended, committed]);
  if (failure.status === 'rejected') throw failure.reason;
  // The transaction's state as the driver knows it may be older than an error that somebody caught a moment ago.
  if ((await committed).command !== 'COMMIT') throw new TransactionAborted();
};
