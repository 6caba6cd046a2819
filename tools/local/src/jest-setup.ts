// One PostgreSQL for a whole Jest run. An address in TEST_POSTGRES_URL is used instead when given.
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, freePort, startPostgres, stopLeftover } from './database/postgres';

declare global {
  var throughcareTestPostgres: { server: PostgresServer; folder: string } | undefined;
}

const PREFIX = 'throughcare-test-';

/** Another run that begins at the same moment has a folder before it has said whose it is. */
const YOUNG_MS = 60_000;

const ownerAlive = (folder: string) => {
  try {
    process.kill(Number(readFileSync(join(folder, 'owner'), 'utf8')), 0);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EPERM' || (code === 'ENOENT' && Date.now() - statSync(folder).ctimeMs < YOUNG_MS);
  }
};

/** Servers of runs that were killed hard would otherwise stay for ever. */
const sweep = async () => {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    try {
      if (ownerAlive(folder)) continue;
      await stopLeftover(join(folder, 'data'));
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // not ours to remove
    }
  }
};

const setup = async () => {
  if (process.env['TEST_POSTGRES_URL']) return;
  await sweep();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  await chmod(folder, 0o755); // the server has another account when we are root
  writeFileSync(join(folder, 'owner'), String(process.pid));
  const options = { directory: join(folder, 'data'), port: await freePort(), durable: false, persistent: false };
  const server = await startPostgres(options);
  process.env['TEST_POSTGRES_URL'] = server.url;
  globalThis.throughcareTestPostgres = { server, folder };
};

export default setup;
