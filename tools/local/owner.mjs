// Whoever started us may end without a word: npm ends its shell and passes nothing on. Plain JavaScript for Node 20 without dependencies.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 500;

/** The process that started this one, and how it is called; 0 when there is none. */
const parentOf = (pid) => {
  try {
    return Number(/^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? 0);
  } catch {
    const { stdout } = spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' });
    return Number(stdout) || 0;
  }
};

const commandOf = (pid) => spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';

const isShellOfScript = (pid) => /^(\S*\/)?(sh|bash|dash|zsh) -c /.test(commandOf(pid));

/** Who takes over what lost its parent: npm ended before we had looked. In a container npm itself may be the first process. */
const isOrphan = (pid) =>
  pid === 1 ? !/\b(npm|pnpm|yarn|bun|node)\b/.test(commandOf(pid)) : /^(\S*\/)?systemd\b/.test(commandOf(pid));

/** Under npm: its shell, where that stays, and npm. Started by a person's own shell we outlive that, as they may wish. */
const owners = () => {
  if (process.platform === 'win32' || !process.env.npm_lifecycle_event) return [];
  return isShellOfScript(process.ppid) ? [process.ppid, parentOf(process.ppid)] : [process.ppid];
};

/** Calls back once when npm, or the shell between it and us, has ended; never outside npm. */
export const whenOwnerEnds = (then) => {
  const chain = owners();
  if (chain.length === 0) return;
  if (isOrphan(chain.at(-1))) return void setImmediate(then);
  // A process that ended keeps its number until it is fetched, but its child has another parent at once.
  const isWhole = () => process.ppid === chain[0] && (chain.length === 1 || parentOf(chain[0]) === chain[1]);
  const timer = setInterval(() => {
    if (isWhole()) return;
    clearInterval(timer);
    then();
  }, LOOK_EVERY_MS);
  timer.unref();
};
