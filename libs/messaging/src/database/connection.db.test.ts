import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { ScratchDatabase } from '../../proof/harness/scratch-database';
import { scratchDatabase } from '../../proof/harness/scratch-database';
import { DedicatedConnection, surviveLostConnections } from './connection';

describe('a dedicated connection', () => {
  let db: ScratchDatabase;
  let connection: DedicatedConnection;
  let downs: number;

  beforeEach(async () => {
    db = await scratchDatabase([]);
    downs = 0;
    connection = new DedicatedConnection({
      config: { connectionString: db.url },
      name: 'under test',
      onDown: () => (downs += 1),
    });
  });
  afterEach(async () => {
    await connection.close();
    await db.drop();
  });

  const kill = () =>
    db.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'under test'`);

  it('runs queries in turn, also when they are not awaited', async () => {
    const order: number[] = [];
    const asked = [30, 10, 0].map((ms, index) =>
      connection.query('select pg_sleep($1::float8 / 1000)', [ms]).then(() => order.push(index)),
    );
    await Promise.all(asked);
    expect(order).toEqual([0, 1, 2]);
  });

  it('says that it went down, and comes back by itself', async () => {
    await connection.query('select 1');
    await kill();
    for (const end = Date.now() + 5_000; !(downs === 1 && connection.isUp) && Date.now() < end;) await sleep(5);
    expect([downs, connection.isUp]).toEqual([1, true]);
  });

  it('goes on after a query that failed', async () => {
    await expect(connection.query('select 1/0')).rejects.toMatchObject({ code: '22012' });
    expect((await connection.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    expect(downs).toBe(0);
  });

  it('has the settings that its statements rely on, whatever the database says', async () => {
    await db.query(
      `alter database ${new URL(db.url).pathname.slice(1)} set default_transaction_isolation = 'serializable'`,
    );
    await db.query(`alter database ${new URL(db.url).pathname.slice(1)} set datestyle = 'German'`);
    const { rows } = await connection.query(
      `select current_setting('transaction_isolation') as isolation, current_setting('datestyle') as dates`,
    );
    expect(rows).toEqual([{ isolation: 'read committed', dates: 'ISO, MDY' }]);
  });

  it('stays closed', async () => {
    await connection.close();
    await expect(connection.query('select 1')).rejects.toThrow('closed');
  });
});

describe('a new pool connection', () => {
  it('has somebody who listens for its errors before it is handed over', async () => {
    const db = await scratchDatabase([]);
    const dataSource = await db.open('booking', 2);
    surviveLostConnections(dataSource);
    const { master } = dataSource.driver as unknown as { master: Pool };
    const listeners: number[] = [];
    const take = () =>
      new Promise<() => void>((resolve, reject) =>
        master.connect((error, client, release) => {
          if (error || !client) return reject(error ?? new Error('no connection'));
          listeners.push(client.listenerCount('error'));
          resolve(release);
        }),
      );
    const releases = [await take(), await take()];
    expect(listeners[1]).toBe(1);
    for (const release of releases) release();
    await db.drop();
  });
});
