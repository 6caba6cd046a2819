// What an earlier start from the same folder left running, found by its status file and stopped by process id.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bornAt } from './born';
import { Trouble } from '../trouble';

interface Left {
  readonly name: string;
  readonly pid: number;
  /** As {@link bornAt} had it. */
  readonly born?: string | undefined;
}

interface Status {
  readonly pid?: number;
  readonly born?: string;
  readonly edge?: string;
  readonly processes?: readonly { readonly name: string; readonly pid?: number; readonly born?: string }[];
}

const PATIENCE_MS = 25_000;

const statusIn = (folder: string): Status => {
  try {
    return JSON.parse(readFileSync(join(folder, 'status.json'), 'utf8')) as Status;
  } catch {
    return {};
  }
};

/** How the process is called; empty when it is gone. */
const commandOf = (pid: number): string =>
  spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';

const isOurs = ({ name, pid, born }: Left): boolean => {
  if (born !== undefined && born !== bornAt(pid)) return false;
  const command = commandOf(pid);
  return name === 'start' ? /\/start\.js|jest|fuzz/.test(command) : /\/dist\/main\.js|postgres/.test(command);
};

/** The starter first: it stops the others in order. */
export const earlier = (folder: string): Left[] => {
  const { pid, born, processes = [] } = statusIn(folder);
  const starter = pid === undefined || pid === process.pid ? [] : [{ name: 'start', pid, born }];
  const others = processes.flatMap(({ pid: own, ...one }) => (own === undefined ? [] : [{ ...one, pid: own }]));
  return [...starter, ...others].filter(isOurs);
};

/** Says what still runs, and how to stop it. */
export const refuseEarlier = (folder: string): void => {
  const left = earlier(folder);
  const [first] = left;
  // A database alone is asked to leave by the next one.
  if (!first || left.every(({ name }) => name === 'postgres')) return;
  const pids = left.map(({ pid }) => pid).join(' ');
  if (first.name === 'start') {
    throw new Trouble(
      `Throughcare already runs from this folder (process ${first.pid}, ${statusIn(folder).edge ?? 'no address'}).`,
      `Use it, stop it with \`kill ${first.pid}\` or \`npm start -- --replace\`, or give this one its own DATA_DIR and ports.`,
    );
  }
  throw new Trouble(
    `An earlier start left processes running: ${left.map(({ name, pid }) => `${name} (${pid})`).join(', ')}.`,
    `Stop them with \`npm start -- --replace\`, or with \`kill ${pids}\`.`,
  );
};

/** Stops what an earlier start left: asks the starter, then whoever remains, then does not ask. */
export const stopEarlier = async (folder: string, tell: (sentence: string) => void): Promise<void> => {
  for (const signal of ['SIGTERM', 'SIGTERM', 'SIGKILL'] as const) {
    const left = earlier(folder);
    const [first] = left;
    if (!first) return;
    const asked = first.name === 'start' && signal === 'SIGTERM' ? [first] : left;
    for (const { name, pid } of asked) {
      tell(`Stopping what an earlier start left: ${name} (process ${pid}) …`);
      process.kill(pid, signal);
    }
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(200))
      if (earlier(folder).length === 0) return;
  }
};
