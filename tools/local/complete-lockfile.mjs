// After `npm install`: node tools/local/complete-lockfile.mjs
// npm leaves a platform's package out of the lockfile when the registry in use does not have it. `npm ci` then refuses the
// lockfile, and other platforms would get no binaries. This writes the missing ones down: exact version, system, processor,
// and the checksum of what was published, without which npm would install anything under that name.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './node24.mjs';

/** Where Node would look for a package, nearest first: below each node_modules on the way up. */
const candidates = (from, name) => {
  const steps = from === '' ? [''] : [from, ''];
  for (let at = from.lastIndexOf('/node_modules/'); at > 0; at = from.lastIndexOf('/node_modules/', at - 1)) {
    steps.splice(-1, 0, from.slice(0, at));
  }
  return steps.map((step) => (step ? `${step}/node_modules/${name}` : `node_modules/${name}`));
};

/** `{ name, version, from }` of each optional dependency that the lockfile names but does not hold. */
export const missingOptional = (packages) =>
  Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !candidates(from, name).some((path) => packages[path]))
      .map(([name, version]) => ({ name, version, from })),
  );

/** `[path, name, version]` of each entry that npm would install unchecked. */
export const uncheckedPackages = (packages) =>
  Object.entries(packages)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.link && !entry.inBundle && !entry.integrity)
    .map(([path, { name, version }]) => [path, name ?? path.split('node_modules/').at(-1), version]);

const publishedChecksum = (name, version) => {
  const answer = execFileSync('npm', ['view', `${name}@${version}`, 'dist.integrity'], { encoding: 'utf8' }).trim();
  if (!answer.startsWith('sha512-')) throw new Error(`${name}@${version}: the registry in use gives no checksum`);
  return answer;
};

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 's390x', 'riscv64', 'x64'];

const entryOf = ({ name, version }) => {
  const words = name.split(/[/-]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  const libc = { gnu: ['glibc'], musl: ['musl'] }[words.at(-1)];
  if (os.length !== 1 || cpu.length !== 1 || !/^\d/.test(version))
    throw new Error(`${name}@${version}: write it by hand`);
  return { version, cpu, ...(os[0] === 'linux' && libc ? { libc } : {}), optional: true, os };
};

const main = () => {
  const file = join(root, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingOptional(lock.packages);
  for (const dependency of missing) lock.packages[`node_modules/${dependency.name}`] = entryOf(dependency);
  const unchecked = uncheckedPackages(lock.packages);
  for (const [path, name, version] of unchecked) lock.packages[path].integrity = publishedChecksum(name, version);
  const ordered = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(ordered);
  if (missing.length + unchecked.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`package-lock.json: ${missing.length} entries added, ${unchecked.length} checksums`);
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
