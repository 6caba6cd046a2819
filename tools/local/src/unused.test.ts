import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './settings';

jest.setTimeout(120_000);

/** The command line of `npm run check`, as it stands there. */
const words = (
  /await run\('knip', \[([^\]]*)\]/.exec(readFileSync(join(root, 'tools/local/check.mjs'), 'utf8'))?.[1] ?? ''
)
  .split(',')
  .map((word) => word.trim().replaceAll("'", ''));

const used = {
  'package.json': '{ "name": "tree", "private": true, "workspaces": ["libs/*"] }',
  'libs/a/package.json': '{ "name": "@throughcare/a", "version": "0.0.0" }',
  'libs/a/src/entry.ts': `export { needed } from './inner/part';\n`,
  'libs/a/src/inner/part.ts': 'export const needed = 1;\n',
};
const unused = {
  ...used,
  'libs/a/package.json': '{ "name": "@throughcare/a", "version": "0.0.0", "dependencies": { "left-over": "1.0.0" } }',
  'libs/a/src/inner/part.ts': 'export const needed = 1;\nexport const forgotten = 2;\n',
  'libs/a/src/inner/lost.ts': 'export const lost = 1;\n',
};

describe('F-093: the check for what nothing uses', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'throughcare-unused-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const check = (files: Readonly<Record<string, string>>) => {
    cpSync(join(root, 'knip.json'), join(folder, 'knip.json'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const knip = join(root, 'node_modules/knip/bin/knip.js');
    const { status, stdout } = spawnSync(process.execPath, [knip, ...words], { cwd: folder, encoding: 'utf8' });
    return { status, stdout };
  };

  it('is quiet about a tree in which everything is used', () => {
    expect(check(used)).toMatchObject({ status: 0 });
  });

  it('finds an export, a file and a dependency that nothing uses', () => {
    const { status, stdout } = check(unused);
    expect(status).not.toBe(0);
    for (const name of ['forgotten', 'lost.ts', 'left-over']) expect(stdout).toContain(name);
  });
});
