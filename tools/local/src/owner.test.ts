// Whatever ends the one who ran `npm start`, nothing of it stays behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, plainEnvironment } from './bad-days/kit';
import { freePorts } from './preflight';
import { PORTS, type Part, root } from './settings';

jest.setTimeout(240_000);
const folder = mkdtempSync(join(tmpdir(), 'throughcare-owner-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

interface Running {
  readonly npm: ChildProcess;
  /** Of the starter itself and of everything it started. */
  readonly pids: readonly number[];
  readonly output: () => string;
}

/** `npm start` in a group of its own, as a terminal makes one; ready. */
const npmStart = async (name: string): Promise<Running> => {
  const ports = await freePorts();
  const dataDir = join(folder, name);
  const variables = Object.fromEntries(
    (Object.keys(ports) as Part[]).map((part) => [PORTS[part][0], String(ports[part])]),
  );
  const env = { ...plainEnvironment(), ...variables, DATA_DIR: dataDir, SYNTHETIC_REGION: 'no' };
  const npm = spawn('npm', ['start'], { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const output = () => said;
  await eventually(
    () => Promise.resolve(said),
    (text) => text.includes('Ready in'),
    150_000,
  );
  const status = JSON.parse(readFileSync(join(dataDir, 'status.json'), 'utf8')) as {
    pid: number;
    processes: { pid: number }[];
  };
  return { npm, pids: [status.pid, ...status.processes.map(({ pid }) => pid)], output };
};

describe('npm start', () => {
  it.each([
    ['SIGTERM', 'npm'],
    ['SIGINT', 'npm'],
    ['SIGHUP', 'npm'],
    ['SIGKILL', 'npm'],
    ['SIGHUP', 'its group, as a terminal that is closed does'],
  ] as const)('F-095: leaves nothing behind within 20 s when %s ends %s', async (signal, whom) => {
    const { npm, pids } = await npmStart(`${signal}-${whom.length}`);
    expect(pids.length).toBeGreaterThan(10);
    expect(pids.filter(alive)).toEqual(pids);
    const ended = new Promise((resolve) => npm.once('exit', resolve));
    process.kill(whom === 'npm' ? (npm.pid ?? 0) : -(npm.pid ?? 0), signal);
    await eventually(
      () => Promise.resolve(pids.filter(alive)),
      (left) => left.length === 0,
      20_000,
    );
    await ended;
  });

  it('F-095: leaves nothing behind within 20 s when the starter itself is killed hard', async () => {
    const { pids } = await npmStart('starter');
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await eventually(
      () => Promise.resolve(pids.filter(alive)),
      (left) => left.length === 0,
      20_000,
    );
  });
});
