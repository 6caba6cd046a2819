import { admitStatement, LIVE_RUN, PLAN_ONCE } from '@throughcare/messaging/bench';
import type { PoolClient, QueryConfig } from 'pg';
import { Pool } from 'pg';
import { EFFECT } from '../../tables';

const ADMIT = admitStatement('assessment');

/** What a consumer needs of an event. */
export interface Arrived {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly occurredAt: Date;
}

/** Connections that come back after the server went away. */
export const poolOf = (url: string, max: number): Pool => {
  const pool = new Pool({ connectionString: url, max, options: PLAN_ONCE, pipeline: true });
  pool.on('error', () => undefined); // an idle connection was lost: the pool opens another
  return pool;
};

/** The statement that `work` ends with, if there is one, travels with the commit, as ours does. */
export const inTransaction = async (
  pool: Pool,
  work: (client: PoolClient) => Promise<QueryConfig | void>,
): Promise<void> => {
  const client = await pool.connect();
  const lost = () => undefined; // told by the statement that runs
  client.on('error', lost);
  let failure: Error | undefined;
  try {
    await client.query('begin');
    const last = await work(client);
    await Promise.all([last && client.query(last), client.query('commit')]);
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    client.off('error', lost);
    client.release(failure);
  }
};

/** Inbox rows and effects of a batch, with the statements of our consumer. */
export const takeEffect = async (client: PoolClient, consumer: string, batch: readonly Arrived[]): Promise<void> => {
  const days = batch.map(({ occurredAt }) => occurredAt.toISOString().slice(0, 10));
  const { rows } = await client.query<{ fresh: string[] }>({
    ...ADMIT,
    values: [consumer, batch.map(({ id }) => id), batch.map(({ key }) => key), days, LIVE_RUN],
  });
  const fresh = new Set(rows[0]?.fresh);
  const events = batch.filter(({ id }) => fresh.has(id));
  const values = [events.map(({ key }) => key), events.map((e) => e.version)];
  if (events.length > 0) await client.query({ ...EFFECT, values });
};
