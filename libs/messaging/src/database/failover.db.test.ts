import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { ConsumerKit, until } from '../../proof/harness/consumer-kit';
import { embeddedPostgres } from '../../proof/harness/embedded-postgres';
import { type ScratchDatabase, scratchDatabase } from '../../proof/harness/scratch-database';
import { DedicatedConnection } from './connection';

const atServer = async (...statements: string[]) => {
  const admin = new Client({ connectionString: process.env['TEST_POSTGRES_URL'] });
  await admin.connect();
  for (const statement of statements) await admin.query(statement);
  await admin.end();
};
const nameOf = (db: ScratchDatabase) => new URL(db.url).pathname.slice(1);
/** As when an operator fences a primary, or connections are led to a server that only reads. */
const refuseWrites = (db: ScratchDatabase) =>
  atServer(
    `alter database ${nameOf(db)} set default_transaction_read_only = on`,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${nameOf(db)}'`,
  );
const takeWrites = (db: ScratchDatabase) =>
  atServer(`alter database ${nameOf(db)} reset default_transaction_read_only`);

const pidOf = async (dataSource: DataSource) => {
  const [row] = await dataSource.query<{ pid: number }[]>('select pg_backend_pid() as pid');
  return row?.pid;
};

describe('a server that only reads', () => {
  it('is left by a pool as soon as another can be had, by what writes and by what reads', async () => {
    const db = await scratchDatabase([], undefined, 'create table public.t (n int)');
    const dataSource = await db.open('booking', 1);
    const write = () => dataSource.query('insert into public.t values (1)');
    await refuseWrites(db);
    await until(() => write().then(() => false, (error: { code?: string }) => error.code === '25006')); // prettier-ignore
    const before = await pidOf(dataSource);
    expect(await pidOf(dataSource)).not.toBe(before);
    await takeWrites(db);
    await expect(write()).resolves.toBeDefined();
    const now = await pidOf(dataSource);
    expect(await pidOf(dataSource)).toBe(now);
    await db.drop();
  });

  it('is waited for by publishers and consumers, without a dead letter', async () => {
    const kit = await ConsumerKit.start();
    let refusal: Promise<void> | undefined;
    await kit.consume(async (event, context) => {
      await (refusal ??= refuseWrites(kit.db));
      await kit.insert(context.tx, event);
    });
    await kit.confirm('K', 1);
    await until(() => refusal !== undefined);
    await refusal;
    await until(() => kit.confirm('K', 2).then(() => false, (error: { code?: string }) => error.code === '25006')); // prettier-ignore
    await takeWrites(kit.db);
    await kit.confirm('K', 2);
    await until(async () => (await kit.seen()).length === 2);
    expect([await kit.seen(), await kit.letters()]).toEqual([['K 1', 'K 2'], []]);
    await kit.end();
  });

  it('is not taken for a dedicated connection, and left when it turns up on one', async () => {
    const db = await scratchDatabase([], undefined, 'create table public.t (n int)');
    let downs = 0;
    const config = { connectionString: db.url };
    const connection = new DedicatedConnection({ config, name: 'under test', onDown: () => (downs += 1) });
    await expect(connection.query('set default_transaction_read_only = on')).resolves.toBeDefined();
    expect(downs).toBe(1);
    await refuseWrites(db);
    await until(() => !connection.isUp);
    await expect(connection.query('select 1')).rejects.toMatchObject({ code: '25006' });
    await takeWrites(db);
    await until(() => connection.isUp);
    await expect(connection.query('insert into public.t values (1)')).resolves.toBeDefined();
    await connection.close();
    await db.drop();
  });

  it('is known by its word also when it is a standby', async () => {
    const server = await embeddedPostgres({ durable: false });
    const db = await scratchDatabase([], server.url);
    await server.becomeStandby();
    const dataSource = await db.open('booking', 1);
    const connection = new DedicatedConnection({ config: { connectionString: db.url }, name: 'under test' });
    expect(await pidOf(dataSource)).not.toBe(await pidOf(dataSource));
    await expect(connection.query('select 1')).rejects.toMatchObject({ code: '25006' });
    await dataSource.query('select pg_promote()');
    await expect(connection.query('create table public.t (n int)')).resolves.toBeDefined();
    expect(await pidOf(dataSource)).toBe(await pidOf(dataSource));
    await connection.close();
    await db.drop();
    await server.stop();
  }, 90_000);
});
