import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { freePort, startPostgres } from './postgres';

const folders: string[] = [];
const folder = (mode: number) => {
  const path = mkdtempSync(join(tmpdir(), 'throughcare-postgres-test-'));
  folders.push(path);
  chmodSync(path, 0o755);
  mkdirSync(join(path, 'home'), { mode });
  return join(path, 'home', 'data');
};

const ask = async (url: string, sql: string) => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

afterAll(() => folders.forEach((path) => rmSync(path, { recursive: true, force: true })));

describe('embedded PostgreSQL', () => {
  it('starts in a folder that no other account may enter, and keeps what was written before a power cut', async () => {
    const options = { directory: folder(0o700), port: await freePort(), durable: true, persistent: true };
    const first = await startPostgres(options);
    await ask(first.url, 'create table kept as select 42 as answer');
    await first.kill();
    const second = await startPostgres(options);
    expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
    folders.push(second.directory, `${second.directory}.log`);
  }, 60_000);

  it('starts afresh once its folder is removed, wherever its data really were', async () => {
    const options = { directory: folder(0o700), port: await freePort(), durable: false, persistent: true };
    const first = await startPostgres(options);
    await ask(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    rmSync(dirname(options.directory), { recursive: true });
    mkdirSync(dirname(options.directory), { mode: 0o700 });
    const second = await startPostgres(options);
    folders.push(second.directory, `${second.directory}.log`);
    await expect(ask(second.url, 'select answer from kept')).rejects.toThrow(/does not exist/);
    await second.stop();
  }, 60_000);

  it('is reached through the file system when asked to, and shares flushes of durable commits', async () => {
    const address =
      "select client_addr as address, current_setting('commit_delay') as delay from pg_stat_activity where pid = pg_backend_pid()";
    const common = { durable: true, persistent: false };
    const near = await startPostgres({ ...common, directory: folder(0o755), port: await freePort(), socket: true });
    expect(await ask(near.url, address)).toEqual([{ address: null, delay: '100' }]);
    await near.stop();
    const loopback = await startPostgres({ ...common, directory: folder(0o755), port: await freePort() });
    expect(await ask(loopback.url, address)).toEqual([{ address: '127.0.0.1', delay: '100' }]);
    await loopback.stop();
  }, 60_000);

  it('names the variable to change when its port is taken', async () => {
    const { port } = new URL(process.env['TEST_POSTGRES_URL'] ?? '');
    const options = { directory: folder(0o755), port: Number(port), durable: false, persistent: false };
    await expect(startPostgres(options)).rejects.toMatchObject({
      name: 'Trouble',
      remedy: expect.stringContaining('POSTGRES_PORT'),
    });
  }, 60_000);

  it('refuses data of another PostgreSQL and says how to start afresh', async () => {
    const directory = folder(0o755);
    mkdirSync(directory);
    writeFileSync(join(directory, 'PG_VERSION'), '15\n');
    const options = { directory, port: await freePort(), durable: false, persistent: true };
    await expect(startPostgres(options)).rejects.toMatchObject({
      message: expect.stringMatching(/PostgreSQL 15; .* runs PostgreSQL 18/),
      remedy: expect.stringContaining('mv '),
    });
  });
});
