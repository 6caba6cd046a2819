import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

/** The scripts that run before anything is built are ESM, which Jest cannot load: asked in a process of their own. */
const missing = (locked: object, installed: object) => {
  const script = `import { missingPackages } from './tools/local/prepare.mjs';
    console.log(JSON.stringify(missingPackages(${JSON.stringify(locked)}, ${JSON.stringify(installed)})));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as string[];
};

describe('whether npm ci is needed', () => {
  it('sees packages that are missing or of another version', () => {
    const locked = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' }, 'libs/x': {} };
    expect(missing(locked, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.9.9' } })).toEqual(
      ['b'],
    );
    expect(missing(locked, { 'node_modules/a': { version: '1.0.0' } })).toEqual(['b']);
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
