import { Client } from 'pg';
import { sqlMigration } from '../database';
import { TestIssuer } from './issuer';
import { testDatabase } from './database';
import { StandInGateway } from './gateway';
import { TestRequest } from './request';

const One = sqlMigration('One1764000000000', 'create table one (id int)');
const OneChanged = sqlMigration('One1764000000000', 'create table one (id bigint)');

const query = async <T>(url: string, sql: string): Promise<T[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client
    .query(sql)
    .then(({ rows }) => rows as T[])
    .finally(() => client.end());
};
const templates = () =>
  query<{ n: number }>(
    process.env['TEST_POSTGRES_URL'] ?? '',
    "select count(*)::int as n from pg_database where datname like 'throughcare\\_test\\_cloned\\_%'",
  ).then(([row]) => row?.n);

/** All but the clock itself. */
const TIMERS = [
  'nextTick',
  'setImmediate',
  'clearImmediate',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'queueMicrotask',
] as const;

describe('test databases', () => {
  it('are clones of one template, made once for many at the same time, and gone after drop', async () => {
    const databases = await Promise.all([1, 2, 3].map(() => testDatabase({ schema: 'cloned', migrations: [One] })));
    expect(await templates()).toBe(4);
    await query(databases[0]?.url ?? '', 'insert into cloned.one values (1)');
    expect(await query(databases[1]?.url ?? '', 'select * from cloned.one')).toEqual([]);
    await Promise.all(databases.map((database) => database.drop()));
    expect(await templates()).toBe(1);
  });

  it('follow the SQL of the migrations, not only their names', async () => {
    const changed = await testDatabase({ schema: 'cloned', migrations: [OneChanged] });
    await query(changed.url, 'insert into cloned.one values (3000000000)');
    await changed.drop();
    expect(await templates()).toBe(2);
  });

  it('stay when another template is made, although the clock of their test was set to long ago', async () => {
    jest.useFakeTimers({ doNotFake: [...TIMERS], now: new Date('2020-02-29T12:00:00Z') });
    const mine = await testDatabase({ schema: 'cloned', migrations: [One] });
    jest.useRealTimers();
    const others = await testDatabase({ schema: 'swept', migrations: [One] });
    expect(await query(mine.url, 'select * from cloned.one')).toEqual([]);
    await Promise.all([mine.drop(), others.drop()]);
  });
});

describe('stand-ins of tests', () => {
  it('close at once although a client keeps its connection', async () => {
    const [issuer, gateway] = await Promise.all([TestIssuer.start(), StandInGateway.start()]);
    expect((await new TestRequest(issuer.url).get('/auth/.well-known/jwks.json')).body).toHaveProperty('keys');
    expect((await new TestRequest(gateway.url).get('/elsewhere')).status).toBe(404);
    await Promise.all([issuer.close(), gateway.close()]);
  });
});
