// Each generator is run in a copy of the repository, as npm runs it: what it wrote passes the compiler, the linter, and the test that it
// wrote. `.ci/run` names the oldest Node that package.json allows as OLDEST_NODE, and it starts them; the repository's own does the rest.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../settings';
import { makePage, nextSteps as afterPage } from './new-page';
import { makeRoute, nextSteps as afterRoute } from './new-route';
import { makeService, nextSteps as afterService } from './new-service';

jest.setTimeout(480_000);

const ROUTE = { service: 'booking', name: 'Viewing', path: '/cas3/viewings', role: 'CAS3_ASSESSOR' };
const PAGE = {
  name: 'Visits',
  path: '/referrals/visits',
  reads: '/cas3/applications',
  schema: 'cas3/application:Cas3ApplicationSummary',
};

const EVENT = {
  name: 'ViewingArranged',
  type: 'accommodation.cas3.viewing.arranged',
  source: 'booking',
  audience: 'internal',
  meaning: 'A viewing of a bedspace was arranged.',
  since: '0.2.0',
  field: 'bedspaceId:uuid',
};

const { engines, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  engines: { node: string };
  scripts: Record<string, string>;
};

/** The Node that starts the generators. */
const starter = (): string => {
  const named = process.env['OLDEST_NODE'];
  if (named === undefined) return process.execPath;
  const version = spawnSync(named, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const oldest = engines.node.replace('>=', 'v');
  if (!version.startsWith(`${oldest}.`))
    throw new Error(`OLDEST_NODE is ${version}, and package.json allows ${oldest}`);
  return named;
};

describe('npm run new:event, new:route, new:page and new:service', () => {
  const copy = join(root, '.local', `generators-${process.pid}`);
  let written: string[] = [];

  const sources = (): string[] =>
    spawnSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).stdout.split('\n');

  /** Packages of others as they are installed; our own from the copy. */
  const linkPackages = () => {
    mkdirSync(join(copy, 'node_modules/@throughcare'), { recursive: true });
    for (const name of readdirSync(join(root, 'node_modules')).filter((each) => each !== '@throughcare'))
      symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
    const ops = join(root, 'tools/ops/node_modules');
    if (existsSync(ops)) symlinkSync(ops, join(copy, 'tools/ops/node_modules'));
    for (const name of readdirSync(join(copy, 'libs')))
      symlinkSync(join(copy, 'libs', name), join(copy, 'node_modules/@throughcare', name));
  };

  const run = (tool: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
      cwd: copy,
      encoding: 'utf8',
    });
    return { status, said: status === 0 ? '' : `${stdout}${stderr}`.slice(-4_000) };
  };
  const fine = { status: 0, said: '' };

  /** What the command of package.json does, in the copy. */
  const generate = (verb: string, answers: Readonly<Record<string, string>>): string => {
    const [, file = ''] = /^node (\S+) /.exec(scripts[verb] ?? '') ?? [];
    const args = Object.entries(answers).map(([name, value]) => `--${name}=${value}`);
    const { status, stdout, stderr } = spawnSync(starter(), [file, verb, ...args], { cwd: copy, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${verb}: ${stdout}${stderr}`.slice(-4_000));
    return stdout.replaceAll(`${copy}/`, '');
  };

  beforeAll(() => {
    for (const file of sources().filter((each) => each && existsSync(join(root, each)))) {
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      cpSync(join(root, file), join(copy, file));
    }
    linkPackages();
    const said = [
      generate('new:event', EVENT),
      generate('new:route', ROUTE),
      generate('new:page', PAGE),
      generate('new:service', { name: 'visits' }),
    ].join('\n');
    written = [...said.matchAll(/[\w./-]+\.ts(?=[,. ])/g)]
      .map(([file]) => file)
      .filter((file) => existsSync(join(copy, file)));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('write what the compiler accepts', () => {
    expect(run('typescript/bin/tsc', '-p', 'tsconfig.lint.json')).toEqual(fine);
  });

  it('write what the linter accepts', () => {
    expect(written).toContain('libs/events/src/viewing-arranged.v1.ts');
    expect(written.length).toBeGreaterThan(13);
    expect(run('eslint/bin/eslint.js', '--max-warnings', '0', ...written)).toEqual(fine);
  });

  it('write tests that pass', () => {
    // Of the files that are named, those that were there before are to be changed by hand.
    const tests = written.filter((file) => file.endsWith('.test.ts') && !existsSync(join(root, file)));
    expect(tests).toHaveLength(3);
    expect(run('jest/bin/jest.js', '--runInBand', ...tests)).toEqual(fine);
  });

  it('write rooms with a place in the structure', () => {
    const plans = JSON.parse(readFileSync(join(copy, 'tools/local/structure.json'), 'utf8')) as Record<
      string,
      { order: string[] }
    >;
    expect(plans['services/visits']?.order).toContain('app.module');
    expect(plans['services/booking']?.order).toContain('viewing');
  });

  it('refuse what cannot be, and write nothing over', () => {
    expect(() => makeRoute({ ...ROUTE, service: 'nobody', name: 'x' }, copy)).toThrow(/^service: .*\nname: /);
    expect(() => makePage({ ...PAGE, path: '/operations' }, copy)).toThrow(/^path: /);
    expect(() => makePage({ ...PAGE, path: '/referrals/new' }, copy)).toThrow('path: there is a page /referrals/new');
    expect(() => makePage({ ...PAGE, path: '/referrals/others', reads: '/cas3/nothing' }, copy)).toThrow(
      /^reads: .* has no GET \/cas3\/nothing$/,
    );
    expect(() => makePage({ ...PAGE, path: '/referrals/others', schema: 'cas3/application:Nothing' }, copy)).toThrow(
      /^schema: /,
    );
    expect(() => makeRoute({ ...ROUTE, path: '/cas3/applications' }, copy)).toThrow(/^path: there is a GET/);
    expect(() => makeService({ name: 'Visits' }, copy)).toThrow(/^name: /);
    expect(() => makeRoute(ROUTE, copy)).toThrow(/exists/);
  });

  it('name what is left by commands and files that there are', () => {
    const said = [afterRoute(ROUTE), afterPage(PAGE), afterService('visits')].join('\n');
    const commands = [...said.matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
    const files = [...said.matchAll(/(?:tools|infra|docs|web|services\/booking)\/[\w./-]+\.(?:ts|yaml|md|mjs)/g)].map(
      ([file]) => file,
    );
    expect(files.filter((file) => !existsSync(join(root, file)) && !file.includes('visits'))).toEqual([]);
  });
});
