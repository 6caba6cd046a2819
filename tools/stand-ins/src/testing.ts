import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CONTROL_OFFSET, loadConfig, type Config, type StandInName } from './config';
import { Clock } from './kit/clock';
import { CONTROL_HEADER } from './kit/control';
import type { StandIn } from './kit/stand-in';
import { startAll } from './start';

type Ports = Record<StandInName, number>;

const listening = async (port: number): Promise<number | undefined> => {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const { port: bound } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return bound;
  } catch {
    return undefined;
  }
};

/** A port that is free now, with its control port. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = await listening(0);
    if (port && port + CONTROL_OFFSET < 65536 && (await listening(port + CONTROL_OFFSET))) return port;
  }
};

/** Operations of a stand-in's control API, as JSON. */
export class Control {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async call<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/__control${path}`, {
      method,
      headers: { [CONTROL_HEADER]: this.token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  get = <T>(path: string): Promise<T> => this.call<T>('GET', path);
  put = <T>(path: string, body: unknown): Promise<T> => this.call<T>('PUT', path, body);
  post = <T>(path: string, body: unknown = {}): Promise<T> => this.call<T>('POST', path, body);
  delete = (path: string): Promise<unknown> => this.call('DELETE', path);
}

/** Stand-ins that a test started. */
export interface Started {
  config: Config;
  clock: Clock;
  url(name: StandInName): string;
  control(name: StandInName): Control;
  /** A token of a user of the Auth stand-in. */
  userToken(username: string, options?: Record<string, unknown>): Promise<string>;
  /** A token of a client, our gateway without a name. */
  clientToken(id?: string, secret?: string, form?: Record<string, string>): Promise<string>;
  /** The child that holds SNS and SQS, to be killed by a test that wants to. */
  messagingProcess: ChildProcess | undefined;
  close(): Promise<void>;
}

const forkMessaging = async (env: Record<string, string>): Promise<ChildProcess> => {
  const child = fork(join(__dirname, 'main.ts'), {
    env: { ...process.env, ...env, STAND_INS: 'messaging' },
    execArgv: ['--require', join(__dirname, '../../local/register-typescript.cjs')],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('Messaging did not start'))),
  ]);
  return child;
};

const endOf = async (child: ChildProcess | undefined): Promise<void> => {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
};

/**
 * Starts stand-ins on free ports: in this process, messaging as a child (its emulator is an ES module, which Jest cannot load).
 * The seed is the cast alone unless `env` says otherwise.
 */
export const startStandIns = async (names: StandInName[], env: Record<string, string> = {}): Promise<Started> => {
  const ports: Ports = { auth: 0, ndelius: 0, 'prison-api': 0, messaging: 0 };
  for (const name of Object.keys(ports) as StandInName[]) ports[name] = await freePort();
  const environment = {
    REGION_PEOPLE: '0',
    REGION_STAFF: '0',
    DELIUS_PACE: '0.02',
    DELIUS_VISIBILITY_SECONDS: '0',
    AUTH_PORT: String(ports.auth),
    NDELIUS_PORT: String(ports.ndelius),
    PRISON_API_PORT: String(ports['prison-api']),
    MESSAGING_PORT: String(ports.messaging),
    ...env,
  };
  const here = names.filter((name) => name !== 'messaging');
  const child = names.includes('messaging') ? await forkMessaging(environment) : undefined;
  const config = loadConfig({ ...environment, STAND_INS: here.join(',') });
  const clock = new Clock();
  const running: StandIn[] = await startAll(config, clock).catch(async (error: unknown) => {
    await endOf(child);
    throw error;
  });
  return handleOf(config, clock, ports, running, child);
};

const handleOf = (
  config: Config,
  clock: Clock,
  ports: Ports,
  running: StandIn[],
  child: ChildProcess | undefined,
): Started => {
  const url = (name: StandInName): string => `http://127.0.0.1:${ports[name]}`;
  const control = (name: StandInName): Control =>
    new Control(`http://127.0.0.1:${ports[name] + CONTROL_OFFSET}`, config.STAND_INS_CONTROL_TOKEN);
  return {
    config,
    clock,
    url,
    control,
    userToken: async (username, options = {}) =>
      (await control('auth').post<{ access_token: string }>('/tokens', { username, ...options })).access_token,
    clientToken: async (id = 'throughcare-gateway', secret = config.GATEWAY_CLIENT_SECRET, form = {}) => {
      const response = await fetch(`${url('auth')}/auth/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
      });
      return ((await response.json()) as { access_token: string }).access_token;
    },
    messagingProcess: child,
    close: async () => {
      await Promise.all([...running].reverse().map((one) => one.close()));
      await endOf(child);
    },
  };
};

/** Waits until something is so, or fails saying what it was. */
export const until = async <T>(look: () => T | Promise<T>, good: (seen: T) => boolean, ms = 8000): Promise<T> => {
  const deadline = Date.now() + ms;
  for (;;) {
    const seen = await look();
    if (good(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`Still ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};
