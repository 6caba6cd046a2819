import { SampleModule } from '../sample.fixture';
import { startTestApp } from '../testing';
import type { TestApp } from '../testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

describe('a service whose database takes no writes', () => {
  let app: TestApp;
  let name: string;
  beforeAll(async () => {
    app = await startTestApp(SampleModule);
    name = new URL(app.database.url).pathname.slice(1);
  });
  afterAll(() => app.close());

  const atServer = async (...statements: string[]) => {
    const admin = new Client({ connectionString: process.env['TEST_POSTGRES_URL'] });
    await admin.connect();
    for (const statement of statements) await admin.query(statement);
    await admin.end();
  };
  const health = async (path: string) => {
    const { status, body } = await app.request.get(path);
    return [status, (body as { components: { db: unknown } }).components.db];
  };
  /** An answer is kept for two seconds. */
  const becomes = async (path: string, wanted: unknown) => {
    for (const end = Date.now() + 20_000; Date.now() < end; await sleep(100))
      if (JSON.stringify(await health(path)) === JSON.stringify(wanted)) break;
    expect(await health(path)).toEqual(wanted);
  };
  const write = () => app.db.query('create table if not exists written (n int)');

  it('says so, goes on being read, and writes again as soon as the database does', async () => {
    await write();
    await atServer(
      `alter database "${name}" set default_transaction_read_only = on`,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    );
    const refused = { details: { writes: 'refused' } };
    await becomes('/health', [503, { status: 'DOWN', ...refused }]);
    await becomes('/health/readiness', [200, { status: 'UP', ...refused }]);
    await expect(app.db.query('create table another (n int)')).rejects.toMatchObject({ code: '25006' });
    await atServer(`alter database "${name}" reset default_transaction_read_only`);
    await write();
    await becomes('/health', [200, { status: 'UP' }]);
    await becomes('/health/readiness', [200, { status: 'UP' }]);
  });
});
