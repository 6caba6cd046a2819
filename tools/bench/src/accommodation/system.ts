import { type ChildProcess, fork, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { treeCpuMs } from '../bus/process-tree';

export interface Running {
  readonly ports: Readonly<Record<string, number>>;
  /** As superuser. */
  readonly databaseUrl: string;
  /** Process of each service. */
  readonly pids: Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

interface Status {
  readonly ports: Record<string, number>;
  readonly database: string;
  readonly processes: readonly { readonly name: string; readonly state: string; readonly pid?: number }[];
}

const root = join(__dirname, '../../../..');
const PATIENCE_MS = 300_000;

/** Somebody else's addresses, and their ports, are not for a system of its own. */
const own = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(AUTH_|AWS_|HMPPS_|POSTGRES_URL|.*_PORT$)/.test(name)),
);

const startUpstream = async (): Promise<{ child: ChildProcess; url: string }> => {
  const child = fork(join(root, 'tools/bench/dist/accommodation/upstream.js'));
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('exit', () => reject(new Error('The nDelius of the benchmark ended by itself')));
  });
  return { child, url: `http://127.0.0.1:${port}` };
};

const ended = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

const stopped = async (child: ChildProcess) => {
  if (ended(child)) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
};

const becomesReady = async (child: ChildProcess, file: string, said: () => string): Promise<Status> => {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end && !ended(child); await sleep(200)) {
    if (!said().includes('Ready in')) continue;
    return JSON.parse(readFileSync(file, 'utf8')) as Status;
  }
  throw new Error(`The system did not start. It said:\n${said()}`);
};

/** Everything that `npm start` starts, on free ports and an empty database, beside an nDelius that knows as many people as are asked for. */
export const startServices = async (): Promise<Running> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughcare-bench-'));
  chmodSync(folder, 0o755); // PostgreSQL has another account when we are root
  const upstream = await startUpstream();
  const env = {
    ...own,
    DATA_DIR: folder,
    NDELIUS_URL: upstream.url,
    SYNTHETIC_REGION: '0',
    LOG_LEVEL: 'warn',
  };
  const child = spawn(process.execPath, [join(root, 'tools/local/dist/start.js'), '--free-ports'], { env, cwd: root });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  const stop = async () => {
    await stopped(child);
    upstream.child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { ports, database, processes } = await becomesReady(child, join(folder, 'status.json'), () => said);
    const pids = Object.fromEntries(processes.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid]])));
    return { ports, databaseUrl: database, pids, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Milliseconds of processor time that each of these has used so far, the sessions of PostgreSQL included. */
export const cpuOf = ({ pids }: Running, names: readonly string[]): Record<string, number> =>
  Object.fromEntries(names.map((name) => [name, treeCpuMs(pids[name] ?? 0)]));

/** Megabytes of a process that are in memory; 0 where there is no /proc. */
export const rssMbOf = (pid: number | undefined): number => {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kilobytes) / 1024);
  } catch {
    return 0;
  }
};
