import { randomUUID } from 'node:crypto';
import { PLAN_ONCE } from '@throughcare/messaging/bench';
import { partitionOf } from '@throughcare/messaging/proof';
import { Pool } from 'pg';
import { CHANGE, EFFECT } from '../tables';
import type { Role } from '../twin';
import { drive } from '../writers';
import { ADMIT, type Change, INBOX } from './sides';

// An ES module without a CommonJS form.
const graphile = () => import('graphile-worker');

const ADD = `select graphile_worker.add_job('effect', $1::json, queue_name => $2)`;

const write = async (pool: Pool, key: string, ordered: boolean): Promise<void> => {
  const client = await pool.connect();
  await client.query('begin');
  const { rows } = await client.query<{ version: number }>({ ...CHANGE, values: [key] });
  const change: Change = { id: randomUUID(), key, version: rows[0]?.version ?? 0, at: Date.now() };
  const queue = ordered ? `q${partitionOf(key)}` : null;
  const add = { name: 'add_job', text: ADD, values: [JSON.stringify(change), queue] };
  await Promise.all([client.query(add), client.query('commit')]);
  client.release();
};

export const producer = async (url: string, ordered: boolean): Promise<Role> => {
  const pool = new Pool({ connectionString: url, max: 24, pipeline: true, options: PLAN_ONCE });
  await (await graphile()).runMigrations({ pgPool: pool });
  return {
    run: (load) => drive(load, (key) => write(pool, key, ordered)),
    latencies: () => [],
    stop: () => pool.end(),
  };
};

export const consumer = async (url: string): Promise<Role> => {
  const pool = new Pool({ connectionString: url, max: 14, options: PLAN_ONCE });
  await pool.query(INBOX);
  const latencies: number[] = [];
  const effect = async (payload: unknown) => {
    const { id, key, version, at } = payload as Change;
    const client = await pool.connect();
    await client.query('begin');
    const { rowCount } = await client.query({ name: 'admit', text: ADMIT, values: [id] });
    if (rowCount === 1) await client.query({ ...EFFECT, values: [[key], [version]] });
    await client.query('commit');
    client.release();
    latencies.push(Date.now() - at);
  };
  const { Logger, run } = await graphile();
  const logger = new Logger(() => () => undefined);
  const shape = { concurrency: 10, pollInterval: 500, noHandleSignals: true };
  const runner = await run({ ...shape, pgPool: pool, logger, taskList: { effect } });
  return {
    run: () => Promise.resolve(0),
    latencies: () => latencies.splice(0),
    stop: async () => {
      await runner.stop();
      await pool.end();
    },
  };
};
