// Brings a clone to the point where something can run: dependencies as locked, workspaces built. Node 20, no dependencies.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, findNode, root, run } from './node24.mjs';

const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
const WRITTEN_DOWN = 'node_modules/.package-lock.json';

/** What npm wrote down after its last installation, as far as its folders are still there. */
export const installedPackages = (clone) =>
  Object.fromEntries(Object.entries(read(join(clone, WRITTEN_DOWN))).filter(([path]) => existsSync(join(clone, path))));

const fits = (wanted, here) => !wanted || wanted.includes(here);
const needed = (entry) =>
  !entry.link && !entry.optional && !entry.peer && fits(entry.os, process.platform) && fits(entry.cpu, process.arch);

/** At the root, or within a workspace that needs another version than the root has. */
const PACKAGE = /(^|\/)node_modules\//;

/** Compares what is installed with the lockfile. Times of files say nothing after a clone. */
export const missingPackages = (locked, installed) =>
  Object.entries(locked)
    .filter(([path, entry]) => PACKAGE.test(path) && (needed(entry) || installed[path]))
    .filter(([path, entry]) => installed[path]?.version !== entry.version)
    .map(([path]) => path.replace(/^node_modules\//, ''));

const installNeeded = () => {
  if (!existsSync(join(root, WRITTEN_DOWN))) return 'node_modules is missing';
  const missing = missingPackages(read(join(root, 'package-lock.json')), installedPackages(root));
  return missing.length > 0 ? `${missing.length} packages differ from package-lock.json` : undefined;
};

const fail = (text) => {
  console.error(`\n${text}`);
  process.exit(1);
};

const remedies = [
  [/ENOSPC/, 'The disk is full: free about 2 GB and run the command again.'],
  [/EACCES|EPERM|EROFS/, `No permission to write in ${root}: make the folder yours, or clone where you may write.`],
  [/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED/, 'The npm registry cannot be reached: check the network or proxy.'],
];

/** `npm ci` when node_modules is missing or is not what the lockfile says. */
export const install = async () => {
  const reason = installNeeded();
  if (!reason) return;
  console.log(`Installing dependencies (${reason}) …`);
  const { code, output } = await run('npm', ['ci', '--no-audit', '--loglevel=error'], { quiet: true });
  if (code === 0) return;
  console.error(output);
  fail(remedies.find(([pattern]) => pattern.test(output))?.[1] ?? 'npm ci failed; what it said is above.');
};

const KEPT_FROM_STARTING = 3;

/**
 * Ends with 1 where a system already runs here, or something else keeps one from starting, as the program says that was built last time.
 * Where there is none, or it says nothing, the start finds out itself.
 */
export const lookFirst = (program = join(root, 'tools/local/dist/look-first.js')) => {
  const { node } = findNode();
  if (!node || !existsSync(program)) return;
  const { status, stderr } = spawnSync(node, [program], { cwd: root, env: environment(), encoding: 'utf8' });
  if (status === KEPT_FROM_STARTING) fail(stderr.trim());
};

/** Builds workspaces with Nx; what has not changed comes from its cache. */
export const build = async (projects = []) => {
  const { problem } = findNode();
  if (problem) fail(problem);
  const only = projects.length > 0 ? ['--projects', projects.join(',')] : [];
  const { code, output } = await run('nx', ['run-many', '-t', 'build,proof', '--outputStyle=static', ...only], {
    quiet: true,
  });
  if (code === 0) return;
  console.error(output);
  fail(remedies.find(([pattern]) => pattern.test(output))?.[1] ?? 'The build failed; the reason is above.');
};
