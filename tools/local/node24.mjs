// Which Node runs the rest. The repository pins Node 24 through npm, so that a machine with Node 20 still runs on 24.
// Plain JavaScript for Node 20 without dependencies: this file runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { whenOwnerEnds } from './owner.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const WANTED = 24;
const lifeline = join(root, 'tools/local/lifeline.cjs');

const majorOf = (binary) => {
  const { status, stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  return status === 0 ? Number(/^v(\d+)/.exec(stdout)?.[1]) : undefined;
};

/** The pinned Node of node_modules; else the Node that runs us when it is new enough; else a sentence on what to do. */
export const findNode = () => {
  const pinned = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (existsSync(pinned) && majorOf(pinned) >= WANTED) return { node: pinned };
  if (Number(process.versions.node.split('.')[0]) >= WANTED) return { node: process.execPath };
  return {
    problem:
      `There is no Node ${WANTED}: none came with node_modules for ${process.platform}-${process.arch}, and the system's is ${process.version}. ` +
      `Install the optional packages (\`npm ci\`) or Node ${WANTED} (https://nodejs.org), and run the command again.`,
  };
};

/** Environment in which `node`, `nx`, `tsc`, `jest` … are the repository's own. */
export const environment = (extra = {}) => ({
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  NX_DAEMON: 'false',
  NX_NO_CLOUD: 'true',
  NX_TUI: 'false',
  ...extra,
});

/** What we started and wait for; it ends with whoever started us. */
const running = new Set();
const follow = (child) => {
  if (running.size === 0) whenOwnerEnds(() => running.forEach((one) => one.kill('SIGTERM')));
  running.add(child);
  child.once('exit', () => running.delete(child));
};

/** Runs a command of node_modules/.bin on Node 24 from the top of the repository; resolves to its exit code. */
export const run = (command, args, { quiet = false, env = {} } = {}) =>
  new Promise((done, fail) => {
    const output = [];
    const child = spawn(command, args, {
      cwd: root,
      env: environment(env),
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      shell: process.platform === 'win32',
    });
    follow(child);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
    child.once('error', fail);
    child.once('exit', (code, signal) => done({ code: code ?? 1, signal, output: Buffer.concat(output).toString() }));
  });

/** Continues in another file on Node 24, in this terminal, and ends as it ends. Signals go to it and we wait for it. */
export const continueOn24 = (file, args) => {
  const { node, problem } = findNode();
  if (problem) {
    console.error(problem);
    process.exit(1);
  }
  // The channel tells it when we are gone, however we went.
  const child = spawn(node, ['--enable-source-maps', '--require', lifeline, file, ...args], {
    cwd: root,
    env: environment(),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  follow(child);
  // Ctrl-C reaches the whole group, a signal may also be sent to us alone: it is handed on, and the other side takes several for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
};
