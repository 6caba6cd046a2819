// What the broker starters share: a cache for artefacts, child processes stopped by their id, and waiting for a port.
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const cacheFolder = () => process.env.THROUGHCARE_CACHE ?? join(homedir(), '.cache', 'throughcare');

/**
 * Makes `folder` once: `make` fills a folder of this process that is renamed at the end, so a broken download leaves nothing
 * and two processes at once do not disturb each other.
 */
export const cached = async (folder, make) => {
  const isThere = () => existsSync(join(folder, '.complete'));
  if (isThere()) return folder;
  const mine = `${folder}.${process.pid}`;
  try {
    await mkdir(mine, { recursive: true });
    await make(mine);
    await writeFile(join(mine, '.complete'), '');
    if (!isThere()) {
      await rm(folder, { recursive: true, force: true });
      await rename(mine, folder).catch((error) => {
        if (!isThere()) throw error;
      });
    }
  } finally {
    await rm(mine, { recursive: true, force: true });
  }
  return folder;
};

/** Runs a command to its end; a failure carries the last lines it printed. */
export const runToEnd = (command, args, options = {}) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (error || status !== 0) {
    const said = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-6).join('\n');
    throw new Error(`${command} ${args[0] ?? ''} failed: ${error?.message ?? said}`);
  }
  return stdout.trim();
};

export const hasCommand = (command, args = ['--version']) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** `count` different TCP ports on loopback that are free right now. */
export const freePorts = async (count) => {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((resolve, reject) => {
          const server = createServer().once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
};

const children = new Set();
// Whatever way this process ends, also by a failure half-way through a start: what it started does not stay behind.
process.once('exit', () => children.forEach((child) => child.kill('SIGKILL')));

const guardScript = join(dirname(fileURLToPath(import.meta.url)), '../local/guard.sh');

/** Ends the child when this process is killed hard, which leaves it no time for that. */
const guard = (child) => {
  if (process.platform === 'win32' || !child.pid) return;
  const options = { detached: true, stdio: ['pipe', 'ignore', 'ignore'] };
  const watcher = spawn('sh', [guardScript, String(child.pid), 'KILL'], options).on('error', () => {});
  watcher.unref();
  watcher.stdin.unref();
  child.once('exit', () => {
    watcher.kill('SIGKILL');
    watcher.stdin.destroy();
  });
};

/** Starts a long-lived child whose output goes to `log`. `stop` asks, waits, then kills; `kill` does not ask. */
export const startChild = (command, args, { log, env }) => {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  guard(child);
  const sink = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(sink);
  child.stderr.pipe(sink);
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  children.add(child);
  void ended.then(() => children.delete(child));
  const kill = async (signal = 'SIGKILL') => {
    child.kill(signal);
    await ended;
  };
  const stop = async (graceMs = 20_000) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await kill('SIGTERM');
    clearTimeout(timer);
  };
  return { pid: child.pid, ended, kill, stop, isRunning: () => child.exitCode === null && child.signalCode === null };
};

const accepts = (port) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => resolve(true));
    socket.once('error', () => resolve(false)).once('close', () => socket.destroy());
    socket.once('connect', () => socket.end());
  });

/** A start takes seconds; on a machine that is busy with everything else, minutes. */
const START_MS = 180_000;

/** Waits until `check` is true (by default: the port accepts connections) or the child has ended. */
export const waitUntil = async (child, what, check, timeoutMs = START_MS) => {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (!child.isRunning()) throw new Error(`${what} ended while starting; its log is beside its data`);
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`${what} did not answer within ${timeoutMs / 1000} s`);
};

export const portAccepts = (port) => () => accepts(port);
