// Which workspace may import which: the map of docs/architecture.md as data.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

const libraries = ['api', 'base', 'events', 'forms', 'hmpps', 'messaging', 'platform', 'reference', 'web'];

/** Our own packages that a workspace may import; everything not named here is refused. */
const ownPackages = {
  api: [],
  events: [],
  base: ['events'],
  forms: ['base'],
  messaging: ['base', 'events'],
  platform: ['api', 'base', 'events', 'messaging', 'reference'],
  hmpps: ['base', 'events', 'platform'],
  web: ['api', 'base', 'forms', 'platform'],
  staff: ['api', 'base', 'forms', 'platform', 'reference', 'web'],
  reference: [],
  'stand-ins': ['reference'],
};

/** Foreign packages of workspaces that promise to depend on nothing else. */
const foreignPackages = { events: ['zod', 'uuid'] };

/** `libs/events/src/x.ts` is in workspace `events` of kind `libs`; a file of the root is in none. */
export const workspaceOf = (file) => {
  const [kind, name] = relative(root, file).split(sep);
  return ['libs', 'services', 'tools', 'web'].includes(kind) && name ? { kind, name } : undefined;
};

export const mayImportOwn = (workspace, name) => (ownPackages[workspace.name] ?? libraries).includes(name);

const manifests = new Map();
const declared = (folder) => {
  if (!manifests.has(folder)) {
    const file = join(root, folder, 'package.json');
    const { dependencies = {}, devDependencies = {} } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    manifests.set(folder, { dependencies: Object.keys(dependencies), devDependencies: Object.keys(devDependencies) });
  }
  return manifests.get(folder);
};

/** Foreign packages that a file may import: those its workspace declares; in tests and tools also what the root installs. */
export const mayImportForeign = (workspace, name, isTest) => {
  if ((isTest || workspace.kind === 'tools') && declared('.').devDependencies.includes(name)) return true;
  const { dependencies, devDependencies } = declared(join(workspace.kind, workspace.name));
  if (isTest && devDependencies.includes(name)) return true;
  return (foreignPackages[workspace.name] ?? dependencies).includes(name);
};
