// What the generators share: asking nobody, writing all or nothing, and saying what is left.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

/** Files to make, and changes to files that are there; paths from the root of the repository. */
export interface Plan {
  readonly files: Readonly<Record<string, string>>;
  readonly edits: Readonly<Record<string, (text: string) => string>>;
}

/** Puts text behind a place that must be there. */
export const after = (place: RegExp, added: string) => (text: string) => {
  if (!place.test(text)) throw new Error(`Nothing matches ${place}`);
  return text.replace(place, (found) => `${found}${added}`);
};

/** Puts an import behind the last one. */
export const importing = (line: string) => (text: string) => {
  const last = text.lastIndexOf('\nimport ') + 1;
  const end = text.indexOf(';\n', last) + 2;
  return `${text.slice(0, end)}${line}\n${text.slice(end)}`;
};

export const inOrder =
  (...edits: readonly ((text: string) => string)[]) =>
  (text: string) =>
    edits.reduce((sofar, edit) => edit(sofar), text);

interface Operations {
  readonly paths: Readonly<Record<string, { readonly get?: object } | undefined>>;
}

/** Whether the public API has a GET of this path already. */
export const isRead = (root: string, path: string): boolean => {
  const { paths } = JSON.parse(readFileSync(join(root, 'docs/openapi/throughcare.json'), 'utf8')) as Operations;
  const nameless = (one: string) => one.replace(/\{\w+\}/g, '{}');
  return Object.entries(paths).some(([one, { get } = {}]) => get && nameless(one) === nameless(path));
};

/** Whether one of these sources has this text. */
export const isWritten = (root: string, folder: string, text: string): boolean =>
  (readdirSync(join(root, folder), { recursive: true }) as string[])
    .filter((file) => file.endsWith('.ts'))
    .some((file) => readFileSync(join(root, folder, file), 'utf8').includes(text));

/** Writes the plan, formatted; nothing at all when a file is there already or a place to change is not found. */
export const writePlan = (root: string, { files, edits }: Plan): string[] => {
  const there = Object.keys(files).filter((file) => existsSync(join(root, file)));
  if (there.length > 0) throw new Error(there.map((file) => `${file} exists`).join('\n'));
  const changed = Object.entries(edits).map(
    ([file, edit]) => [file, edit(readFileSync(join(root, file), 'utf8'))] as const,
  );
  const all = [...Object.entries(files), ...changed];
  for (const [file, text] of all) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const paths = all.map(([file]) => file);
  const formatted = paths.filter((file) => !file.endsWith('.njk'));
  const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
  spawnSync(process.execPath, [prettier, '--write', '--log-level=warn', ...formatted], { cwd: root, stdio: 'inherit' });
  return paths;
};

export const kebab = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
export const snake = (name: string): string => kebab(name).replaceAll('-', '_');
export const camel = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

/** The number of a migration behind all that a service has. */
export const nextMigration = (index: string): number =>
  Math.max(0, ...[...index.matchAll(/(\d{13})-/g)].map(([, number]) => Number(number))) + 10_000;

/** Runs a generator from the command line: `make` is given what was said, and its answer is printed. */
export const command = <Name extends string>(
  usage: string,
  names: readonly Name[],
  make: (given: Readonly<Record<Name, string>>) => string,
): void => {
  try {
    const options = Object.fromEntries(
      [...names, 'help'].map((name) => [name, { type: name === 'help' ? 'boolean' : 'string' }]),
    );
    const { values } = parseArgs({ options: options as Record<string, { type: 'string' | 'boolean' }> });
    if (values['help']) return console.log(usage);
    const missing = names.filter((name) => values[name] === undefined);
    if (missing.length > 0) throw new Error(`Say ${missing.map((name) => `--${name}`).join(', ')}.\n${usage}`);
    console.log(make(values as Record<Name, string>));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
};
