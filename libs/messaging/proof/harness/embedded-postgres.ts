import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './repository';

export interface EmbeddedPostgres {
  /** Superuser on database `postgres`. */
  readonly url: string;
  /** Of the server; its sessions are children of it. */
  readonly pid: number;
  /** Kills the server as a crash would and starts it again on the same data and address. */
  crash(): Promise<void>;
  /** Starts it again on the same data and address as a standby, which can be read; `pg_promote()` makes it a primary. */
  becomeStandby(): Promise<void>;
  stop(): Promise<void>;
}

interface Server {
  readonly url: string;
  readonly pid: number;
  readonly directory: string;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

interface PostgresTool {
  freePort(): Promise<number>;
  startPostgres(options: {
    readonly directory: string;
    readonly port: number;
    readonly durable: boolean;
    readonly persistent: boolean;
    readonly socket?: boolean;
    readonly flags?: readonly string[];
  }): Promise<Server>;
}

/** The tool that `npm start` uses. Found at run time: a library must not depend on a tool. */
const tool = (): PostgresTool => {
  const folder = join(repository, 'tools/local');
  const compiled = join(folder, 'dist/database/postgres.js');
  return createRequire(__filename)(
    existsSync(compiled) ? compiled : join(folder, 'src/database/postgres.ts'),
  ) as PostgresTool;
};

/**
 * A PostgreSQL of its own in a temporary folder, on loopback, or with `socket` reached through the file system. `durable` false is
 * for tests of correctness only.
 */
export const embeddedPostgres = async (options: {
  readonly durable: boolean;
  readonly socket?: boolean;
  readonly flags?: readonly string[];
}): Promise<EmbeddedPostgres> => {
  const { freePort, startPostgres } = tool();
  const folder = await mkdtemp(join(tmpdir(), 'throughcare-messaging-'));
  await chmod(folder, 0o755); // the server has another account when we are root
  const port = await freePort();
  const start = () => startPostgres({ ...options, directory: join(folder, 'data'), port, persistent: true });
  let server = await start();
  return {
    url: server.url,
    get pid() {
      return server.pid;
    },
    crash: async () => {
      await server.kill();
      server = await start();
    },
    becomeStandby: async () => {
      await server.stop();
      await writeFile(join(server.directory, 'standby.signal'), '');
      server = await start();
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
