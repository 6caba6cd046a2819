import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { SampleModule } from '../sample.fixture';
import { startTestApp, testDatabase } from '../testing';
import type { TestApp, TestDatabase } from '../testing';
import { connectionOptions } from './connection';
import type { DatabaseOptions } from './database.module';
import { isDatabaseDown } from './down';
import { migrate, sqlMigration } from './migrate';
import { EVENT_READER, provision } from './provision';

const asSuperuser = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
};
const dropConnections = (url: string) =>
  asSuperuser(url, (client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    ),
  );

/** Goes on when so many have come. */
const together = (count: number) => {
  let come = 0;
  let open: () => void;
  const all = new Promise<void>((resolve) => (open = resolve));
  return () => {
    come += 1;
    if (come === count) open();
    return all;
  };
};

const First = sqlMigration('First1764000000000', 'create table first (id int primary key, day date)');
const Second = sqlMigration(
  'Second1764000000001',
  'create table second (id int primary key)',
  'insert into second values (1)',
);
const Broken = sqlMigration('Broken1764000000002', 'create table third (id int)', 'select nonsense');

describe('a service’s database', () => {
  let database: TestDatabase;
  const optionsWith = (...migrations: DatabaseOptions['migrations']): DatabaseOptions => ({
    schema: 'dbtest',
    entities: [],
    migrations,
  });
  const connection = () => ({ url: database.url, name: 'dbtest', onPoolError: () => undefined });
  const open = (options: DatabaseOptions) => new DataSource(connectionOptions(connection(), options)).initialize();

  beforeEach(async () => {
    database = await testDatabase({ schema: 'dbtest', migrations: [] });
  });
  afterEach(() => database.drop());

  it('runs what is pending once, into its own schema, by several instances at once', async () => {
    const done = await Promise.all([1, 2, 3].map(() => migrate(connection(), optionsWith(First, Second))));
    expect(done.map((names) => names.length).sort()).toEqual([0, 0, 2]);
    const source = await open(optionsWith());
    const rows: { t: string }[] = await source.query(
      `select table_schema || '.' || table_name as t from information_schema.tables where table_schema = 'dbtest' order by 1`,
    );
    expect(rows.map(({ t }) => t)).toEqual(['dbtest.first', 'dbtest.migration', 'dbtest.second']);
    expect(await source.query('select count(*)::int as n from second')).toEqual([{ n: 1 }]);
    await source.destroy();
  });

  it('F-020: lets everybody else go on while a backup holds the table that a migration changes', async () => {
    await migrate(connection(), optionsWith(First));
    const backup = new Client({ connectionString: database.url });
    await backup.connect();
    await backup.query('begin; lock table dbtest.first in access share mode');
    const Altering = sqlMigration('Altering1764000000003', 'alter table first add column more text');
    const migrating = migrate(connection(), optionsWith(First, Altering));
    const source = await open(optionsWith());
    let slowest = 0;
    for (let n = 0; n < 20; n += 1) {
      const before = performance.now();
      await source.query('select count(*) from first');
      slowest = Math.max(slowest, performance.now() - before);
      await sleep(50);
    }
    await backup.end();
    expect(await migrating).toEqual(['Altering1764000000003']);
    expect(slowest).toBeLessThan(400);
    await source.destroy();
  });

  it('keeps what went before a migration that fails, and nothing of that one', async () => {
    await expect(migrate(connection(), optionsWith(First, Broken))).rejects.toThrow('nonsense');
    expect(await migrate(connection(), optionsWith(First, Second))).toEqual(['Second1764000000001']);
    const source = await open(optionsWith());
    await expect(source.query('select * from third')).rejects.toThrow('does not exist');
    await source.destroy();
  });

  it('reads a day as text, whatever the zone of the process', async () => {
    await migrate(connection(), optionsWith(First));
    const source = await open(optionsWith());
    await source.query("insert into first values (1, '2026-03-29')");
    expect(await source.query('select day from first')).toEqual([{ day: '2026-03-29' }]);
    expect(await source.query("select current_setting('TimeZone') as tz")).toEqual([{ tz: 'UTC' }]);
    await source.destroy();
  });

  it('names its connections, and bounds statements and idle transactions', async () => {
    const source = await open({ ...optionsWith(), statementTimeoutMs: 100 });
    expect(await source.query("select current_setting('application_name') as name")).toEqual([{ name: 'dbtest' }]);
    expect(await source.query("select current_setting('idle_in_transaction_session_timeout') as t")).toEqual([
      { t: '30s' },
    ]);
    await expect(source.query('select pg_sleep(1)')).rejects.toMatchObject({ driverError: { code: '57014' } });
    await source.destroy();
  });

  it('lets four at once change one row, and reads times, whatever isolation and form of dates the database has', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await asSuperuser(database.adminUrl, async (admin) => {
      await admin.query(`alter database "${name}" set default_transaction_isolation = 'serializable'`);
      await admin.query(`alter database "${name}" set datestyle = 'German'`);
    });
    await migrate(connection(), optionsWith(First));
    const source = await open(optionsWith());
    await source.query("insert into first values (0, '2026-03-29')");
    const meet = together(4);
    const add = async () =>
      source.transaction(async (tx) => {
        await tx.query('select from first');
        await meet();
        await tx.query('update first set id = id + 1');
      });
    await Promise.all([1, 2, 3, 4].map(add));
    expect(await source.query('select id, day::timestamptz as at from first')).toEqual([
      { id: 4, at: new Date('2026-03-29T00:00:00Z') },
    ]);
    await source.destroy();
  });

  it('may not touch another schema', async () => {
    await provision(database.adminUrl, [
      { schema: 'dbtest', role: 'throughcare_test_dbtest', password: 'throughcare' },
      { schema: 'neighbour', role: 'throughcare_test_neighbour', password: 'x' },
    ]);
    await asSuperuser(database.adminUrl, (client) => client.query('create table neighbour.secret (id int)'));
    const source = await open(optionsWith());
    await expect(source.query('select * from neighbour.secret')).rejects.toThrow('permission denied');
    await expect(source.query('create table public.mine (id int)')).rejects.toThrow('permission denied');
    await expect(source.query('create schema another')).rejects.toThrow('permission denied');
    await source.destroy();
  });

  it('survives the loss of every connection, idle or in a transaction', async () => {
    const source = await open(optionsWith());
    const running = source.transaction(async (tx) => {
      await tx.query('select 1');
      await dropConnections(database.adminUrl);
      await sleep(50);
      return tx.query('select 2');
    });
    const error: unknown = await running.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(isDatabaseDown(error)).toBe(true);
    expect(await source.query('select 3 as n')).toEqual([{ n: 3 }]);
    await source.destroy();
  });
});

describe('provision', () => {
  const name = `provision_${process.pid}`;
  const admin = process.env['TEST_POSTGRES_URL'] ?? '';
  const services = [
    { schema: 'one', role: 'throughcare_test_one', password: "it's" },
    { schema: 'two', role: 'throughcare_test_two', password: 'b' },
  ];
  afterAll(() => asSuperuser(admin, (client) => client.query(`drop database if exists ${name} with (force)`)));

  it('creates database, roles, schemas and grants, by several at once and again', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => provision(admin, services, { database: name })));
    const url = runs[0]?.get('one') ?? '';
    await asSuperuser(url, async (one) => {
      const { rows } = await one.query('select current_user as who, current_schema() as schema');
      expect(rows).toEqual([{ who: 'throughcare_test_one', schema: 'one' }]);
      await one.query(`create table event_log (id int); grant select on event_log to ${EVENT_READER}`);
      await one.query(
        'create table booking (id int, period daterange, exclude using gist (id with =, period with &&))',
      );
    });
    await asSuperuser(runs[1]?.get('two') ?? '', async (two) => {
      await two.query('select * from one.event_log');
      await expect(two.query('select * from one.booking')).rejects.toThrow('permission denied');
      await expect(two.query('insert into one.event_log values (1)')).rejects.toThrow('permission denied');
    });
    await provision(admin, services, { database: name });
  });

  it('F-010: gives the event logs only to those who consume, and takes them from who had them', async () => {
    const events = async (url: string | undefined) =>
      asSuperuser(url ?? '', (client) => client.query('select 1 from one.event_log')).then(
        () => 'read',
        (error: Error) => error.message,
      );
    const pages = { schema: 'pages', role: 'throughcare_test_pages', password: 'd' };
    const before = await provision(admin, [pages], { database: name });
    expect(await events(before.get('pages'))).toBe('read');
    const after = await provision(admin, [{ ...pages, readsEvents: false }], { database: name });
    expect(await events(after.get('pages'))).toMatch('permission denied');
  });

  it('keeps strangers out of the database', async () => {
    await provision(admin, [{ schema: 'three', role: 'throughcare_test_three', password: 'c' }]);
    const url = new URL(admin);
    url.username = 'throughcare_test_three';
    url.password = 'c';
    url.pathname = `/${name}`;
    await expect(asSuperuser(url.href, (client) => client.query('select 1'))).rejects.toThrow('permission denied');
  });
});

describe('an application whose database goes away', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp(SampleModule);
  });
  afterAll(() => app.close());

  it('answers 503 while it is gone, is not ready, stays alive, and serves again afterwards', async () => {
    const request = await app.as({ username: 'CAST_01', authorities: ['ROLE_PROBATION'] });
    const slow = request.get('/samples/slow?ms=3000');
    await sleep(300);
    const database = new URL(app.database.url).pathname.slice(1);
    const admin = process.env['TEST_POSTGRES_URL'] ?? '';
    await asSuperuser(admin, (client) => client.query(`alter database "${database}" allow_connections false`));
    await asSuperuser(admin, (client) =>
      client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [database]),
    );
    expect(await slow).toMatchObject({ status: 503, body: { code: 'DATABASE_UNAVAILABLE' } });
    expect((await request.get('/samples/slow?ms=1')).status).toBe(503);
    expect((await app.request.get('/health/readiness')).status).toBe(503);
    expect((await app.request.get('/health/liveness')).status).toBe(200);
    await asSuperuser(admin, (client) => client.query(`alter database "${database}" allow_connections true`));
    expect((await request.get('/samples/slow?ms=1')).body).toEqual({ slept: true });
  });
});
