// The how-to pages are short, linked, and true: every commit, command, file and name in them is there.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './settings';

const FOLDER = 'docs/how-to';
const PAGES = readdirSync(join(root, FOLDER)).map((name) => `${FOLDER}/${name}`);
const text = (file: string) => readFileSync(join(root, file), 'utf8');
const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });

/** All history is there: not a clone that was cut off, and not an archive. */
const HAS_HISTORY = git('rev-parse', '--is-shallow-repository').stdout?.trim() === 'false';
// eslint-disable-next-line no-restricted-syntax -- a clone that was cut off, as some CI makes, has no commit to compare with
const withHistory = HAS_HISTORY ? it : it.skip;
if (!HAS_HISTORY) process.stderr.write('how-to: commits are not looked for, since the history is not here\n');

const EXAMPLE = /^Example: `git show ([0-9a-f]{8}) -- ([^`]+)`/m;

/** What stands in code: between single quotes of Markdown, and in blocks. */
const codeOf = (page: string): string[] => [
  ...[...page.matchAll(/```\w*\n([^]*?)```/g)].map(([, code = '']) => code),
  ...[...page.replace(/```[^]*?```/g, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
];

const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
const FILES = git('ls-files').stdout.split('\n');
const NAMES = new Set(FILES.map((file) => basename(file)));

/** What a reader is to write: named after their own room, service or event. */
const isPlaceholder = (path: string) => /(^|\/)x\.|visits|Viewing|<|…|\.v2\./.test(path);
const PATH = /(?:^|[\s'"(=])((?:services|libs|tools|web|docs|infra)\/[\w./-]*\w)/g;
const isThere = (path: string) => existsSync(join(root, path)) || globSync(`${path}*`, { cwd: root }).length > 0;

const pathsIn = (code: string) => [...code.matchAll(PATH)].map(([, path = '']) => path);
const fileNamesIn = (code: string) =>
  /^[\w.-]+\.(?:ts|json|yaml|yml|njk|md|mjs)$/.test(code) && !isPlaceholder(code) ? [code] : [];

/** Sub-paths of our packages, as their `exports` name them. */
const isDoor = (specifier: string) => {
  const [, library = '', path = ''] = /^@throughcare\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
  const file = `libs/${library}/package.json`;
  if (!existsSync(join(root, file))) return false;
  const { exports } = JSON.parse(text(file)) as { exports: Record<string, unknown> };
  return Object.keys(exports).some((door) => new RegExp(`^./${path}$`).test(door) || door === `./${path}`);
};

/** Names of code: decorators, functions, classes of more than one word. */
const NAME = /^@?([A-Za-z]+[a-z][A-Z][A-Za-z]+|[A-Z][a-z]+)(?=[^\w]|$)/;
const namesIn = (code: string) => {
  const [, name] = NAME.exec(code) ?? [];
  return name && !/[/.]/.test(code.split('(')[0] ?? '') ? [name] : [];
};
const OF_THE_READER = new Set(['Viewing', 'premisesId']);
let sources: string | undefined;
const isKnown = (name: string) => {
  sources ??= FILES.filter((file) => /^(libs|services|web)\/.*\.ts$/.test(file) && existsSync(join(root, file)))
    .map(text)
    .join('\n');
  return OF_THE_READER.has(name) || new RegExp(`\\b${name}\\b`).test(sources);
};

describe.each(PAGES)('%s', (page) => {
  const code = codeOf(text(page));

  it('has at most 40 lines of at most 160 characters', () => {
    const lines = text(page).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(lines.filter((line) => line.length > 160)).toEqual([]);
  });

  it.each(['README.md', 'CONTRIBUTING.md'])('is linked from %s', (from) => {
    expect(text(from)).toContain(`](${page})`);
  });

  it('names one commit as its example', () => {
    expect(text(page).match(new RegExp(EXAMPLE.source, 'gm')) ?? []).toHaveLength(1);
  });

  withHistory('has an example that is in the history, and shows all that it says', () => {
    const [, commit = '', paths = ''] = EXAMPLE.exec(text(page)) ?? [];
    expect(git('merge-base', '--is-ancestor', commit, 'HEAD').status).toBe(0);
    const silent = paths
      .split(' ')
      .filter((path) => git('show', '--format=', '--name-only', commit, '--', path).stdout.trim() === '');
    expect(silent).toEqual([]);
  });

  it('names commands that there are', () => {
    const said = code.flatMap((each) => [...each.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name = '']) => name));
    expect(said.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('names files and folders that there are', () => {
    const [, , shown = ''] = EXAMPLE.exec(text(page)) ?? [];
    const then = new Set(shown.split(' '));
    const paths = code.flatMap(pathsIn).filter((path) => !isPlaceholder(path) && !then.has(path));
    expect(paths.filter((path) => !isThere(path))).toEqual([]);
    expect(code.flatMap(fileNamesIn).filter((name) => !NAMES.has(name))).toEqual([]);
  });

  it('names doors of libraries, and names of code, that there are', () => {
    const doors = code.flatMap((each) => each.match(/@throughcare\/[\w-]+\/[\w/-]+/g) ?? []);
    expect(doors.filter((each) => !isDoor(each))).toEqual([]);
    expect([...new Set(code.flatMap(namesIn))].filter((name) => !isKnown(name))).toEqual([]);
  });
});

describe('what is looked for in a how-to page', () => {
  it('is seen when it is not there', () => {
    expect(pathsIn('npx jest services/nowhere').filter((path) => !isThere(path))).toEqual(['services/nowhere']);
    expect(isDoor('@throughcare/platform/nowhere')).toBe(false);
    expect(isDoor('@throughcare/platform/replies')).toBe(true);
    expect(namesIn('@ReachesNowhere()').filter((name) => !isKnown(name))).toEqual(['ReachesNowhere']);
    expect(git('cat-file', '-e', '0123abcd').status).not.toBe(0);
  });
});
