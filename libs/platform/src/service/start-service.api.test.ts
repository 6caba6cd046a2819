import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sqlMigration } from '../database';
import { TestIssuer, TestRequest, testDatabase } from '../testing';
import type { TestDatabase } from '../testing';

const register = resolve(__dirname, '../../../../tools/local/register-typescript.cjs');
const program = join(__dirname, 'sample-process.fixture.ts');
const UPSTREAM = 'http://127.0.0.1:2';

/** A service in a process of its own. */
class Process {
  readonly child: ChildProcess;
  out = '';
  readonly exited: Promise<number | null>;
  constructor(env: Record<string, string>) {
    const options = {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      silent: true,
      execArgv: ['--require', register],
    };
    this.child = fork(program, [], options);
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk) => (this.out += String(chunk)));
    this.exited = once(this.child, 'exit').then(([code]) => code as number | null);
  }
  async ready(): Promise<TestRequest> {
    const [message] = await Promise.race([once(this.child, 'message'), this.exited.then(() => [this.out])]);
    expect(message).toEqual({ ready: true });
    const { port } = this.lines().find((line) => line['msg'] === 'ready') as { port: number };
    return new TestRequest(`http://127.0.0.1:${port}`);
  }
  lines(): Record<string, unknown>[] {
    return this.out
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.exited;
  }
}

describe('a service as a process', () => {
  let database: TestDatabase;
  let issuer: TestIssuer;
  let service: Process;
  const env = (): Record<string, string> => ({
    DATABASE_URL: database.url,
    PORT: '0',
    AUTH_ISSUER: issuer.issuer,
    AUTH_JWKS_URL: issuer.jwksUrl,
    GATEWAY_URL: UPSTREAM,
    REFERRAL_URL: UPSTREAM,
    ASSESSMENT_URL: UPSTREAM,
    BOOKING_URL: UPSTREAM,
    PUBLIC_API_URL: UPSTREAM,
    PUBLIC_UI_URL: UPSTREAM,
  });
  beforeAll(async () => {
    const migrations = [sqlMigration('Nothing1764000000001', 'select 1')];
    [database, issuer] = await Promise.all([testDatabase({ schema: 'sample', migrations }), TestIssuer.start()]);
  });
  afterEach(() => service.kill());
  afterAll(async () => {
    await issuer.close();
    await database.drop();
  });
  const probation = () => issuer.token({ username: 'CAST_01', authorities: ['ROLE_PROBATION'] });

  it('says when it is ready, finishes what it has begun on SIGTERM, and exits with 0', async () => {
    service = new Process(env());
    const request = await service.ready();
    const slow = request.as(await probation()).get('/samples/slow?ms=800');
    await sleep(200);
    service.child.kill('SIGTERM');
    await sleep(100);
    await expect(request.get('/health/ping')).rejects.toThrow();
    const answer = await slow;
    expect(answer).toMatchObject({ status: 200, body: { slept: true } });
    expect(answer.headers.get('connection')).toBe('close');
    expect(await service.exited).toBe(0);
    expect(service.lines().filter((line) => line['msg'] === 'ready')).toHaveLength(1);
  }, 30_000);

  it('does not wait for a connection that a download, begun before, leaves open', async () => {
    service = new Process(env());
    const request = await service.ready();
    const download = request.as(await probation()).get('/samples/stream');
    await sleep(300);
    service.child.kill('SIGTERM');
    expect((await download).body).toBe('begun,ended');
    const waited = sleep(5_000, 'still there', { ref: false });
    expect(await Promise.race([service.exited, waited])).toBe(0);
  }, 30_000);

  it('exits with 1 at once on a second signal', async () => {
    service = new Process(env());
    const request = await service.ready();
    const slow = request
      .as(await probation())
      .get('/samples/slow?ms=8000')
      .catch(() => 'cut off');
    await sleep(200);
    service.child.kill('SIGINT');
    await sleep(200);
    service.child.kill('SIGINT');
    expect(await service.exited).toBe(1);
    expect(await slow).toBe('cut off');
  }, 30_000);

  it('logs what nobody caught without its text, and exits with 1', async () => {
    service = new Process(env());
    await service.ready();
    service.child.send('crash');
    expect(await service.exited).toBe(1);
    expect(service.lines().map((line) => line['level'])).toContain('fatal');
    expect(service.out).not.toMatch(/X320741/);
  }, 30_000);

  it('names what is missing and exits with 1', async () => {
    const { DATABASE_URL: _, ...rest } = env();
    service = new Process({ ...rest, PORT: 'x' });
    expect(await service.exited).toBe(1);
    expect(service.out).toMatch(/DATABASE_URL: missing\n\s+PORT: /);
  }, 30_000);

  it('exits with 1 when the database refuses its password, without repeating it', async () => {
    const url = database.url.replace(':throughcare@', ':s3cret@');
    service = new Process({ ...env(), DATABASE_URL: url });
    expect(await service.exited).toBe(1);
    expect(service.out).toContain('could not start');
    expect(service.out).not.toContain('s3cret');
  }, 30_000);

  it('exits with 1 when its port is taken', async () => {
    service = new Process({ ...env(), PORT: new URL(issuer.url).port });
    expect(await service.exited).toBe(1);
    expect(service.lines().at(-1)).toMatchObject({ level: 'fatal', err: { code: 'EADDRINUSE' } });
  }, 30_000);
});
