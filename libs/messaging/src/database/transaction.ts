import type { PoolClient, QueryConfig, QueryResult } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { chain } from './chain';

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
 * {@link ConnectionLost}, a commit that was answered with a rollback as {@link TransactionAborted}, and neither `begin` nor
 * `commit` costs a turn on the wire: the one travels with the first statement, the other with the last.
 */
export const inTransaction = async <T>(
  dataSource: DataSource,
  work: (tx: EntityManager) => Promise<T>,
  last?: LastStatement,
): Promise<T> => {
  const runner = dataSource.createQueryRunner();
  try {
    const transaction = new Transaction((await runner.connect()) as PoolClient);
    try {
      Object.assign(runner, OPEN);
      const result = await work(runner.manager);
      await transaction.commit(last?.());
      return result;
    } catch (error) {
      if (runner.isReleased) throw new ConnectionLost(error);
      await transaction.rollback();
      throw error;
    }
  } finally {
    await runner.release();
  }
};

/** As TypeORM notes it, so that a `save` joins the transaction and a nested one becomes a savepoint. */
const OPEN = { isTransactionActive: true, transactionDepth: 1 };

const BEGIN: QueryConfig = { name: 'throughcare_begin', text: 'begin' };
const COMMIT: QueryConfig = { name: 'throughcare_commit', text: 'commit' };

/** In a chain a statement runs only when those before it did: none commits by itself because `begin` was cancelled. */
class Transaction {
  private begun = false;

  constructor(private readonly client: PoolClient) {
    const first = (query: string | QueryConfig, values?: unknown[]) => this.begin(query, values);
    Object.assign(client, { query: first });
  }

  async commit(last: QueryConfig | undefined): Promise<void> {
    const { begun, client } = this;
    this.stopWaiting();
    if (!begun && !last) return;
    const answers = await chain(client, [...(begun ? [] : [BEGIN]), ...(last ? [last] : []), COMMIT]);
    // The transaction's state as the driver knows it may be older than an error that somebody caught a moment ago.
    if (answers.at(-1)?.command !== 'COMMIT') throw new TransactionAborted();
  }

  async rollback(): Promise<void> {
    this.stopWaiting();
    if (this.begun) await this.client.query('rollback').catch(() => undefined);
  }

  /** In the place of the client's first query. */
  private async begin(query: string | QueryConfig, values: unknown[] | undefined): Promise<QueryResult | undefined> {
    this.stopWaiting();
    this.begun = true;
    const statement = typeof query === 'string' ? { text: query } : query;
    const [, answer] = await chain(this.client, [BEGIN, { ...statement, ...(values && { values }) }]);
    return answer;
  }

  /** The client's own query again. */
  private stopWaiting(): void {
    Reflect.deleteProperty(this.client, 'query');
  }
}
