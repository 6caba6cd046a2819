// Starts and stops the PostgreSQL that development and tests use: the real one, from npm, on loopback only.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type Socket, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, binariesFor, reachableData, serverAccount } from './postgres-home';
import { Trouble, troubleOf } from '../trouble';

export interface PostgresOptions {
  readonly directory: string;
  readonly port: number;
  /** false switches fsync off: tests only. */
  readonly durable: boolean;
  /** false removes the data when the server stops. */
  readonly persistent: boolean;
  /** Reached through a socket in the file system, as on one machine, instead of through the network's stack. */
  readonly socket?: boolean;
  readonly log?: string;
  readonly flags?: readonly string[];
}

export interface PostgresServer {
  /** Superuser on database `postgres`. */
  readonly url: string;
  readonly pid: number;
  /** Where the data really are: below /var/lib when the wanted folder cannot be reached by the server's account. */
  readonly directory: string;
  /** Resolves when the server is gone, for whatever reason. */
  readonly exited: Promise<void>;
  /** Ends sessions, writes everything down, stops. */
  stop(): Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
}

const PASSWORD = 'postgres'; // synthetic data on loopback; the file and the port are the user's own

/** A TCP port on loopback that is free right now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

const initialise = (bin: string, directory: string, account: Account, durable: boolean) => {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const passwordFile = `${directory}.password`;
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    for (const path of [directory, passwordFile]) chownSync(path, account.uid, account.gid);
  }
  const result = spawnSync(
    join(bin, 'initdb'),
    [
      `--pgdata=${directory}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--lc-messages=C',
      ...(durable ? [] : ['--no-sync']),
    ],
    { ...account, cwd: '/', encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } },
  );
  rmSync(passwordFile, { force: true });
  if (result.status !== 0) {
    rmSync(directory, { recursive: true, force: true });
    throw new Error(`initdb failed: ${result.error?.message ?? result.stderr.trim()}`);
  }
};

const checkVersion = (bin: string, directory: string) => {
  const theirs = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
  const ours = /(\d+)/.exec(spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }).stdout)?.[1];
  if (ours && theirs !== ours) {
    throw new Trouble(
      `${directory} holds data of PostgreSQL ${theirs}; this version of Throughcare runs PostgreSQL ${ours}.`,
      `Move the folder away to start afresh (\`mv ${directory} ${directory}-${theirs}\`); the local data are synthetic.`,
    );
  }
};

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const postmaster = (directory: string) => {
  const file = join(directory, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' };
};

/** For a start with recovery after a kill, or for a last checkpoint, on a machine that is busy with everything else. */
const PATIENCE_MS = 180_000;

/** A server that outlived its owner (killed hard) still holds the data: ask it to leave. */
export const stopLeftover = async (directory: string) => {
  const left = postmaster(directory);
  if (!left || !alive(left.pid)) return;
  const command = spawnSync('ps', ['-o', 'args=', '-p', String(left.pid)], { encoding: 'utf8' }).stdout;
  if (!command.includes(directory)) return; // the number was given to another process since
  process.kill(left.pid, 'SIGINT');
  for (const end = Date.now() + PATIENCE_MS; alive(left.pid) && Date.now() < end;) await sleep(50);
};

const settings = ({ durable, socket = false, flags = [] }: PostgresOptions, directory: string) => [
  '-c',
  'listen_addresses=127.0.0.1',
  '-c',
  `unix_socket_directories=${socket ? directory : ''}`,
  '-c',
  'max_connections=300',
  '-c',
  'shared_buffers=256MB',
  '-c',
  'lc_messages=C',
  // While five or more transactions are open, a commit waits 0.1 ms for others to share its flush.
  ...(durable
    ? ['-c', 'commit_delay=100']
    : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']),
  ...flags,
];

const becomesReady = async (child: ChildProcess, directory: string, log: string) => {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(20)) {
    const state = postmaster(directory);
    if (state?.ready && state.pid === child.pid) return;
    if (child.exitCode !== null || child.signalCode !== null) break;
  }
  // Processes of a server that was killed write into the same file, beside the reason.
  const said = readFileSync(log, 'utf8').replaceAll('\0', '').trim().split('\n');
  const reasons = said.filter((line) => !line.includes('unexpected postmaster exit'));
  throw new Error(`PostgreSQL did not start: ${reasons.slice(-6).join(' ')}`);
};

/** The processes of a server that was killed let go of its memory a moment after it has gone. */
const LINGERING = /still in use/;
const LINGER_MS = 5_000;

const launchOnceFree = async (options: PostgresOptions): Promise<PostgresServer> => {
  for (const end = performance.now() + LINGER_MS; ; await sleep(100)) {
    try {
      return await launch(options);
    } catch (error) {
      if (!LINGERING.test(String(error)) || performance.now() > end) throw error;
    }
  }
};

const ended = async (child: ChildProcess, signal: NodeJS.Signals, exited: Promise<void>) => {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGQUIT'), 20_000);
  await exited;
  clearTimeout(timer);
};

/** Ends the server when this process is gone without having stopped it: nobody else would. */
const guard = (pid: number, exited: Promise<void>) => {
  if (process.platform === 'win32') return;
  const script = join(__dirname, '../..', 'guard.sh');
  const watcher = spawn('sh', [script, String(pid), 'INT'], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  watcher.on('error', () => undefined);
  watcher.unref();
  (watcher.stdin as Socket | null)?.unref();
  void exited.then(() => watcher.kill('SIGKILL')).then(() => watcher.stdin?.destroy());
};

const launch = async (options: PostgresOptions): Promise<PostgresServer> => {
  const directory = reachableData(options.directory, serverAccount(options.directory));
  const account = serverAccount(directory);
  const bin = binariesFor(account);
  const log = options.log ?? `${directory}.log`;
  if (!existsSync(join(directory, 'PG_VERSION'))) initialise(bin, directory, account, options.durable);
  checkVersion(bin, directory);
  await stopLeftover(directory);
  const out = openSync(log, 'w');
  // A group of its own: Ctrl-C in the terminal must reach the services before it reaches their database.
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', directory, '-p', String(options.port), ...settings(options, directory)],
    {
      ...account,
      cwd: '/',
      detached: true,
      stdio: ['ignore', out, out],
      env: { ...process.env, LC_ALL: 'C' },
    },
  );
  closeSync(out);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const lastResort = () => child.kill('SIGQUIT');
  process.once('exit', lastResort);
  void exited.then(() => process.off('exit', lastResort));
  if (child.pid !== undefined) guard(child.pid, exited);
  await becomesReady(child, directory, log);
  const stop = async (signal: NodeJS.Signals) => {
    await ended(child, signal, exited);
    if (!options.persistent) for (const path of [directory, log]) rmSync(path, { recursive: true, force: true });
  };
  const through = options.socket ? `?host=${encodeURIComponent(directory)}` : '';
  const url = `postgres://postgres:${PASSWORD}@127.0.0.1:${options.port}/postgres${through}`;
  return {
    url,
    pid: child.pid ?? 0,
    directory,
    exited,
    stop: () => stop('SIGINT'),
    kill: () => ended(child, 'SIGKILL', exited),
  };
};

/** Makes the data folder on the first run and starts the server. Throws `Trouble` where a person can mend it. */
export const startPostgres = async (options: PostgresOptions): Promise<PostgresServer> => {
  try {
    return await launchOnceFree(options);
  } catch (error) {
    if (/could not bind|Address already in use/.test(String(error))) {
      throw new Trouble(
        `Port ${options.port}, which PostgreSQL needs, is taken.`,
        'Stop what listens there, or choose another port: POSTGRES_PORT.',
        { cause: error },
      );
    }
    throw troubleOf(error, options.directory) ?? error;
  }
};
