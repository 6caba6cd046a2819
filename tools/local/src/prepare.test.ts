import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

/** The scripts that run before anything is built are ESM, which Jest cannot load: asked in a process of their own. */
const asked = (expression: string) => {
  const script = `import { installedPackages, missingPackages } from './tools/local/prepare.mjs';
    console.log(JSON.stringify(${expression}));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as string[];
};
const missing = (locked: object, installed: object) =>
  asked(`missingPackages(${JSON.stringify(locked)}, ${JSON.stringify(installed)})`);

describe('whether npm ci is needed', () => {
  it('sees packages that are missing or of another version', () => {
    const locked = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' }, 'libs/x': {} };
    expect(missing(locked, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.9.9' } })).toEqual(
      ['b'],
    );
    expect(missing(locked, { 'node_modules/a': { version: '1.0.0' } })).toEqual(['b']);
  });

  it('sees what lies within a workspace, because another version stands at the root', () => {
    const [path, root] = ['tools/ops/node_modules/commander', { 'node_modules/commander': { version: '8.3.0' } }];
    const locked = { ...root, [path]: { version: '14.0.3' } };
    expect(missing(locked, { ...root, [path]: { version: '13.1.0' } })).toEqual([path]);
    expect(missing(locked, root)).toEqual([path]);
    expect(missing(locked, locked)).toEqual([]);
  });

  it('goes by the folders, not only by what npm wrote down about them', () => {
    const clone = mkdtempSync(join(tmpdir(), 'throughcare-prepare-'));
    const [there, gone] = ['tools/ops/node_modules/there', 'tools/ops/node_modules/gone'];
    mkdirSync(join(clone, there), { recursive: true });
    mkdirSync(join(clone, 'node_modules'));
    const packages = { [there]: { version: '1.0.0' }, [gone]: { version: '1.0.0' } };
    writeFileSync(join(clone, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
    expect(asked(`missingPackages(${JSON.stringify(packages)}, installedPackages('${clone}'))`)).toEqual([gone]);
    rmSync(clone, { recursive: true });
  });

  it('does not ask for what this machine cannot use', () => {
    const locked = {
      'node_modules/a': { version: '1.0.0', optional: true },
      'node_modules/b': { version: '1.0.0', os: ['none'] },
      'node_modules/c': { link: true },
    };
    expect(missing(locked, {})).toEqual([]);
  });
});

describe('what `npm start` looks for before it builds', () => {
  const clone = mkdtempSync(join(tmpdir(), 'throughcare-look-'));
  afterAll(() => rmSync(clone, { recursive: true }));
  const look = (program: string, env: Record<string, string> = {}) =>
    spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { lookFirst } from './tools/local/prepare.mjs'; lookFirst(${program}); console.log('goes on');`,
      ],
      { cwd: root, encoding: 'utf8', env: { ...process.env, ...env } },
    );
  const built = (script: string) => {
    const program = join(clone, 'look.js');
    writeFileSync(program, script);
    return JSON.stringify(program);
  };

  it('ends it with what the program says, and nothing else does', () => {
    const kept = look(built(`console.error('It runs.'); process.exitCode = 3;`));
    expect([kept.status, kept.stdout, kept.stderr.trim()]).toEqual([1, '', 'It runs.']);
    for (const program of [built(''), built('throw new Error()'), JSON.stringify(join(clone, 'none.js'))])
      expect(look(program)).toMatchObject({ status: 0, stdout: 'goes on\n' });
  });

  it('finds a system that runs from this folder', () => {
    const data = mkdtempSync(join(clone, 'data-'));
    const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)', '/x/start.js'], {
      stdio: 'ignore',
    });
    writeFileSync(join(data, 'status.json'), JSON.stringify({ pid: other.pid, edge: 'http://127.0.0.1:8080' }));
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--require', join(root, 'tools/local/register-typescript.cjs'), join(root, 'tools/local/src/look-first.ts')],
      { cwd: root, encoding: 'utf8', env: { ...process.env, DATA_DIR: data } },
    );
    other.kill('SIGKILL');
    expect([status, stderr]).toEqual([
      3,
      expect.stringContaining(`already runs from this folder (process ${other.pid}`),
    ]);
  });
});
