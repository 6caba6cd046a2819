import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface EmbeddedPostgres {
  /** Superuser on database `postgres`. */
  readonly url: string;
  /** Of the server; its sessions are children of it. */
  readonly pid: number;
  stop(): Promise<void>;
}

interface PostgresTool {
  freePort(): Promise<number>;
  startPostgres(options: {
    readonly directory: string;
    readonly port: number;
    readonly durable: boolean;
    readonly persistent: boolean;
    readonly flags?: readonly string[];
  }): Promise<EmbeddedPostgres>;
}

/** The tool that `npm start` uses. Found at run time: a library must not depend on a tool. */
const tool = (): PostgresTool => {
  const folder = join(__dirname, '../../../../tools/local');
  const compiled = join(folder, 'dist/postgres.js');
  return createRequire(__filename)(existsSync(compiled) ? compiled : join(folder, 'src/postgres.ts')) as PostgresTool;
};

/** A PostgreSQL of its own in a temporary folder, on loopback. `durable` false is for tests of correctness only. */
export const embeddedPostgres = async (options: {
  readonly durable: boolean;
  readonly flags?: readonly string[];
}): Promise<EmbeddedPostgres> => {
  const { freePort, startPostgres } = tool();
  const folder = await mkdtemp(join(tmpdir(), 'throughcare-messaging-'));
  await chmod(folder, 0o755); // the server has another account when we are root
  const port = await freePort();
  const server = await startPostgres({ ...options, directory: join(folder, 'data'), port, persistent: false });
  return {
    url: server.url,
    pid: server.pid,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
