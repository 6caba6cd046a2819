import { randomUUID } from 'node:crypto';
import { PLAN_ONCE } from '@throughcare/messaging/bench';
import { Pool, type PoolClient } from 'pg';
import type { PgBoss } from 'pg-boss' with { 'resolution-mode': 'import' };
import { CHANGE, EFFECT } from '../tables';
import type { Role } from '../twin';
import { drive } from '../writers';
import type { Change } from './sides';

const QUEUE = 'effect';

const start = async (url: string, fifo: boolean): Promise<PgBoss> => {
  // An ES module without a CommonJS form.
  const { PgBoss: Boss } = await import('pg-boss');
  const boss = new Boss({ connectionString: url, max: 14, useListenNotify: fifo });
  boss.on('error', () => undefined);
  await boss.start();
  await boss.createQueue(QUEUE, fifo ? { policy: 'key_strict_fifo', notify: true } : { policy: 'standard' });
  return boss;
};

/** Statements of pg-boss on the connection of the business transaction. */
const within = (client: PoolClient) => ({
  executeSql: (text: string, values?: unknown[]) => client.query(text, values),
});

export const producer = async (url: string, fifo: boolean): Promise<Role> => {
  const pool = new Pool({ connectionString: url, max: 24, pipeline: true, options: PLAN_ONCE });
  const boss = await start(url, fifo);
  const write = async (key: string) => {
    const client = await pool.connect();
    await client.query('begin');
    const { rows } = await client.query<{ version: number }>({ ...CHANGE, values: [key] });
    const change: Change = { id: randomUUID(), key, version: rows[0]?.version ?? 0, at: Date.now() };
    await boss.send(QUEUE, change, { db: within(client), ...(fifo && { singletonKey: key }) });
    await client.query('commit');
    client.release();
  };
  return {
    run: (load) => drive(load, write),
    latencies: () => [],
    stop: async () => {
      await boss.stop({ graceful: false });
      await pool.end();
    },
  };
};

export const consumer = async (url: string, fifo: boolean): Promise<Role> => {
  const boss = await start(url, fifo);
  const latencies: number[] = [];
  const options = {
    batchSize: 50,
    pollingIntervalSeconds: 0.5,
    burstWhenBatchFull: true,
    transactional: true,
  } as const;
  await boss.work<Change, void, typeof options>(QUEUE, options, async (jobs, tx) => {
    const keys = jobs.map(({ data }) => data.key);
    const versions = jobs.map(({ data }) => data.version);
    await tx.executeSql(EFFECT.text, [keys, versions]);
    const now = Date.now();
    for (const { data } of jobs) latencies.push(now - data.at);
  });
  return {
    run: () => Promise.resolve(0),
    latencies: () => latencies.splice(0),
    stop: () => boss.stop({ graceful: false }),
  };
};
