import type { PoolClient, QueryConfig, QueryResultRow } from 'pg';
import type { EntityManager } from 'typeorm';

/**
 * A statement that each connection parses and plans once. For those that run all the time: planning took up to five times as long
 * as running. Needs direct connections.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export const statement = (name: string, schema: string, text: string): Statement => ({
  name: `throughcare_${name}_${schema}`.slice(0, 63),
  text,
});

export const isStatement = (query: string | Statement): query is Statement => typeof query !== 'string';

/** What `pg` takes. */
export const queryConfig = (query: string | Statement, values: unknown[] = []): QueryConfig =>
  isStatement(query) ? { name: query.name, text: query.text, values } : { text: query, values };

interface Executed<Row> {
  readonly rows: Row[];
  readonly rowCount: number;
}

/** Runs a statement on the connection of a transaction. Rows as `pg` gives them, errors with their SQLSTATE. */
export const execute = async <Row extends QueryResultRow>(
  tx: EntityManager,
  query: Statement,
  values: unknown[],
): Promise<Executed<Row>> => {
  const runner = tx.queryRunner ?? tx.dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as PoolClient;
    const { rows, rowCount } = await client.query<Row>(queryConfig(query, values));
    return { rows, rowCount: rowCount ?? 0 };
  } finally {
    if (!tx.queryRunner) await runner.release();
  }
};
