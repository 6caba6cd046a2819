import { readdirSync, readFileSync } from 'node:fs';

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

/** Clock ticks of /proc are 10 ms on every Linux that Node runs on. */
const TICK_MS = 10;

const statOf = (pid: string): Stat[] => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    // Own time and that of children it has waited for.
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return [{ pid: Number(pid), parent: Number(fields[1]), ticks }];
  } catch {
    return []; // it ended meanwhile
  }
};

const everyProcess = (): Stat[] => {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? statOf(name) : []));
};

export const childrenOf = (parent: number): number[] =>
  everyProcess().flatMap((each) => (each.parent === parent ? [each.pid] : []));

/** Milliseconds of processor time of a process and everything below it. 0 where there is no /proc. */
export const treeCpuMs = (root: number): number => {
  const all = everyProcess();
  const sum = (pid: number): number => {
    const own = all.find((each) => each.pid === pid)?.ticks ?? 0;
    return all.reduce((total, each) => total + (each.parent === pid ? sum(each.pid) : 0), own);
  };
  return sum(root) * TICK_MS;
};
