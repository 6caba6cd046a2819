import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTROL_OFFSET } from './config';
import { Control, freePort } from './testing';

interface Ready {
  ready: boolean;
  standIns: { name: string; url: string; controlUrl: string }[];
}

// Child processes compile their sources first.
jest.setTimeout(30_000);

describe('the process', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'stand-ins-'))));
  afterEach(async () => {
    for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  const start = (env: Record<string, string>): ChildProcess => {
    const child = fork(join(__dirname, 'main.ts'), {
      env: { ...process.env, STAND_INS_DATA: folder, REGION_PEOPLE: '3', REGION_STAFF: '2', ...env },
      execArgv: ['--require', join(__dirname, '../../local/register-typescript.cjs')],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    children.push(child);
    return child;
  };
  const ready = async (child: ChildProcess): Promise<Ready> => ((await once(child, 'message')) as [Ready])[0];
  const ended = async (child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> => {
    child.kill(signal);
    return ((await once(child, 'exit')) as [number])[0];
  };

  it('starts what it is told, says so, and stops cleanly', async () => {
    const [auth, prison] = [await freePort(), await freePort()];
    const child = start({ STAND_INS: 'auth,prison-api', AUTH_PORT: String(auth), PRISON_API_PORT: String(prison) });
    const { standIns, ...message } = await ready(child);
    expect(message).toEqual({ ready: true });
    expect(standIns.map(({ name, url }) => [name, url])).toEqual([
      ['auth', `http://127.0.0.1:${auth}`],
      ['prison-api', `http://127.0.0.1:${prison}`],
    ]);
    expect(await ended(child, 'SIGTERM')).toBe(0);
  });

  it('keeps keys and people over a restart and over a kill', async () => {
    const port = await freePort();
    const env = { STAND_INS: 'auth', AUTH_PORT: String(port) };
    const control = new Control(`http://127.0.0.1:${port + CONTROL_OFFSET}`, 'local-control');
    const jwks = async (): Promise<unknown> =>
      (await fetch(`http://127.0.0.1:${port}/auth/.well-known/jwks.json`)).json();
    const first = start(env);
    await ready(first);
    const keys = await jwks();
    await control.put('/users/KEPT_01', {});
    expect(await ended(first, 'SIGKILL')).toBeNull();
    await ready(start(env));
    expect(await jwks()).toEqual(keys);
    expect(await control.get('/users')).toContainEqual(expect.objectContaining({ username: 'KEPT_01' }));
  });

  it('names everything that is wrong with its environment', async () => {
    const child = start({ STAND_INS: 'auth,oasys', AUTH_PORT: 'x', REGION_TODAY: 'today' });
    let said = '';
    child.stderr!.on('data', (text: Buffer) => (said += text.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    for (const name of ['STAND_INS', 'AUTH_PORT', 'REGION_TODAY']) expect(said).toContain(name);
  });

  it('says which port is taken and leaves nothing running', async () => {
    const [auth, prison] = [await freePort(), await freePort()];
    const env = { STAND_INS: 'auth', AUTH_PORT: String(auth) };
    await ready(start(env));
    const second = start({
      ...env,
      STAND_INS: 'auth,prison-api',
      AUTH_PORT: String(prison),
      PRISON_API_PORT: String(auth),
    });
    let said = '';
    second.stderr!.on('data', (text: Buffer) => (said += text.toString()));
    const [code] = (await once(second, 'close')) as [number];
    expect([code, said]).toEqual([1, expect.stringContaining(`EADDRINUSE`)]);
  });
});
