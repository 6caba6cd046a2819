// When a process began, in words that no other process of this machine has under the same number.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const BOOT = '/proc/sys/kernel/random/boot_id';
/** Fields of `/proc/PID/stat` behind the name, which may have spaces and brackets of its own. */
const START_TICKS = 19;

const inProc = (pid: number): string | undefined => {
  const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[START_TICKS];
  return ticks && `${readFileSync(BOOT, 'utf8').trim()} ${ticks}`;
};

/** Of macOS; Windows has none, and there a number alone has to do. */
const byPs = (pid: number): string | undefined =>
  spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  }).stdout?.trim() || undefined;

/** The same for as long as the process lives; undefined when there is none, or the machine does not say. */
export const bornAt = (pid: number): string | undefined => {
  try {
    return process.platform === 'linux' ? inProc(pid) : byPs(pid);
  } catch {
    return undefined;
  }
};
