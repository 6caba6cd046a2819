import type { PoolClient } from 'pg';
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

/**
 * TypeORM's transaction, and two things it leaves out: a lost connection is told as {@link ConnectionLost}, and a commit that
 * would silently roll back is refused with {@link TransactionAborted}.
 */
export const inTransaction = async <T>(dataSource: DataSource, work: (tx: EntityManager) => Promise<T>): Promise<T> => {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.startTransaction();
    const result = await work(runner.manager);
    const client = (await runner.connect()) as PoolClient;
    if (client.getTransactionStatus() === 'E') throw new TransactionAborted();
    await runner.commitTransaction();
    return result;
  } catch (error) {
    if (runner.isReleased) throw new ConnectionLost(error);
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
};
