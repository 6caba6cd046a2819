// One PostgreSQL for a whole Jest run. An address in TEST_POSTGRES_URL is used instead when given.
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres } from './postgres.mjs';

export default async () => {
  if (process.env.TEST_POSTGRES_URL) return;
  const parent = await mkdtemp(join(tmpdir(), 'throughcare-test-'));
  await chmod(parent, 0o755); // the server runs as another user when we are root
  const directory = join(parent, 'data');
  const server = await startPostgres({ directory, port: await freePort(), durable: false, persistent: false });
  process.env.TEST_POSTGRES_URL = server.url;
  globalThis.throughcareTestPostgres = server;
};
