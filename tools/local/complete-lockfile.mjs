// After `npm install`: node tools/local/complete-lockfile.mjs
// npm leaves a platform's package out of the lockfile when the registry in use does not have it. `npm ci` then refuses the
// lockfile, and other platforms would get no binaries. This writes the missing ones down: exact version, system, processor.
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
  const ordered = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(ordered);
  if (missing.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${missing.length} entries added to package-lock.json`);
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
