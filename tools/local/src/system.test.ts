// The system as a developer starts it: with addresses of others in the environment, crashing, stopping, loading its region.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicOperations } from '@throughcare/platform/public-operations';
import { Api, standInTokens } from './api';
import { eventually, plainEnvironment } from './bad-days/kit';
import { Child } from './processes/child';
import { freePorts } from './preflight';
import { addRegion } from './region/region';
import {
  CONTROL_OFFSET,
  CONTROL_TOKEN,
  PORTS,
  type Part,
  type Ports,
  SERVICES,
  STAND_INS,
  WEB,
  root,
} from './settings';
import { type System, startSystem } from './system';

jest.setTimeout(180_000);

const folder = mkdtempSync(join(tmpdir(), 'throughcare-start-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const asVariables = (ports: Ports) =>
  Object.fromEntries((Object.keys(ports) as Part[]).map((part) => [PORTS[part][0], String(ports[part])]));

/** Whether a server answers on another of this machine's addresses than 127.0.0.1: one that listens on all of them does. */
const answersElsewhere = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ port, host: '127.0.0.2', timeout: 2_000 });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true));
    for (const event of ['error', 'timeout']) socket.once(event, () => end(false));
  });

describe('a system whose neighbours are run by others', () => {
  let others: Child;
  let otherPorts: Ports;
  let system: System;
  const told: string[] = [];

  beforeAll(async () => {
    otherPorts = await freePorts();
    const env = { ...plainEnvironment(), ...asVariables(otherPorts), STAND_INS_CONTROL_TOKEN: CONTROL_TOKEN };
    const control = `http://127.0.0.1:${otherPorts.ndelius + CONTROL_OFFSET}/__control`;
    const isReady = async () => (await fetch(control, { headers: { 'x-control-token': CONTROL_TOKEN } })).ok;
    others = new Child({
      name: 'others',
      entry: 'tools/stand-ins/dist/main.js',
      env,
      log: join(folder, 'others.log'),
      isReady,
    });
    await others.start();
    const at = (part: Part) => `http://127.0.0.1:${otherPorts[part]}`;
    const addresses = {
      AUTH_ISSUER: `${at('auth')}/auth/issuer`,
      NDELIUS_URL: at('ndelius'),
      PRISON_API_URL: at('prison-api'),
      AWS_ENDPOINT_URL: at('messaging'),
    };
    const dataDir = join(folder, 'neighbours');
    system = await startSystem({
      ports: 'free',
      dataDir,
      env: { ...plainEnvironment(), ...addresses },
      tell: (line) => told.push(line),
    });
  }, 120_000);
  afterAll(async () => {
    await system?.stop();
    await others?.stop();
  }, 60_000);

  it('starts no stand-in of a system whose address is given, and uses the one that is given', async () => {
    const names = system.status().map(({ name }) => name);
    expect(names.filter((name) => (STAND_INS as readonly string[]).includes(name))).toEqual([]);
    const api = new Api(system.edge, standInTokens({ ports: otherPorts }));
    expect(await api.get('CAST_02', '/profile/v2')).toMatchObject({ deliusUsername: 'CAST_02' });
  });

  it('serves the operations console, signing in at the address that is given', async () => {
    const pages = `http://127.0.0.1:${system.settings.ports.staff}`;
    expect((await fetch(`${pages}/health/readiness`)).status).toBe(200);
    const asked = await fetch(`${pages}/sign-in`, { redirect: 'manual' });
    expect(asked.headers.get('location')).toContain(`http://127.0.0.1:${otherPorts.auth}/auth/oauth/authorize?`);
  });

  it('listens on loopback only', async () => {
    const everywhere = createServer();
    const port = await new Promise<number>((resolve) => {
      everywhere.listen(0, '0.0.0.0', () => resolve((everywhere.address() as AddressInfo).port));
    });
    expect(await answersElsewhere(port)).toBe(process.platform === 'linux');
    everywhere.close();
    const { ports } = system.settings;
    const ours = [ports.edge, ports.postgres, ...[...SERVICES, ...WEB].map((name) => ports[name])];
    const theirs = STAND_INS.flatMap((name) => [otherPorts[name], otherPorts[name] + CONTROL_OFFSET]);
    for (const one of [...ours, ...theirs]) expect([one, await answersElsewhere(one)]).toEqual([one, false]);
  });

  it('F-005: says of each operation of the public APIs that it asks for a token or is not built, never that nothing is there', async () => {
    const answers = await Promise.all(
      publicOperations.map(async ({ method, template }) => {
        const path = template.replace(/\{(\w+)\}/g, (_all, name: string) =>
          /Id$/.test(name) ? randomUUID() : 'X900001',
        );
        const reply = await fetch(system.edge + path, { method });
        return { is: `${method} ${template}`, status: reply.status, body: (await reply.json()) as { code?: string } };
      }),
    );
    const open = answers.filter(({ status }) => status !== 401 && status !== 501);
    expect(open.map(({ is, status }) => [is, status])).toEqual([['GET /health/ping', 200]]);
    const unbuilt = answers.filter(({ status }) => status === 501);
    expect(new Set(unbuilt.map(({ body }) => body.code))).toEqual(new Set(['NOT_BUILT']));
    expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThan(40);
  });

  it('loads the synthetic region through the APIs, and a second time adds nothing', async () => {
    const api = new Api(system.edge, standInTokens({ ports: otherPorts }));
    const first = await addRegion(api);
    expect(first.places).toBeGreaterThan(20);
    expect(first.people).toBeGreaterThan(10);
    expect(await addRegion(api)).toEqual({ places: 0, people: 0 });
  });

  it('reports a crash and starts the process again', async () => {
    const before = system.status().find(({ name }) => name === 'passport');
    process.kill(before?.pid ?? 0, 'SIGKILL');
    const now = () => Promise.resolve(system.status().find(({ name }) => name === 'passport'));
    await eventually(now, (seen) => seen?.state === 'up' && seen.pid !== before?.pid);
    expect(told).toContainEqual(expect.stringMatching(/^passport ended \(SIGKILL\)/));
  });
});

describe('npm start as a process', () => {
  const start = async (dataDir: string, args: string[] = []) => {
    const ports = await freePorts();
    const env = { ...plainEnvironment(), ...asVariables(ports), DATA_DIR: dataDir, SYNTHETIC_REGION: 'no' };
    const child = spawn(process.execPath, [join(root, 'tools/local/dist/start.js'), ...args], { env, cwd: root });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { child, ended, output: () => output, ports };
  };
  const pidsIn = (dataDir: string) => {
    const { processes } = JSON.parse(readFileSync(join(dataDir, 'status.json'), 'utf8')) as {
      processes: { pid: number }[];
    };
    return processes.map(({ pid }) => pid);
  };
  const ready = (one: { output: () => string }) =>
    eventually(
      () => Promise.resolve(one.output()),
      (text) => text.includes('Ready in'),
      90_000,
    );

  it('prints where to look, refuses a second one in the same folder, and stops everything on Ctrl-C', async () => {
    const dataDir = join(folder, 'process');
    const one = await start(dataDir);
    await ready(one);
    expect(one.output()).toContain(`http://127.0.0.1:${one.ports.edge}`);
    expect(one.output()).toContain('npm run journey');
    expect(one.output()).toContain(`http://127.0.0.1:${one.ports.staff}/operations`);
    expect(one.output()).toContain('CAST_20');
    const pids = pidsIn(dataDir);
    const second = await start(dataDir);
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/already runs from this folder/);
    one.child.kill('SIGINT');
    expect(await one.ended).toBe(0);
    expect(pids.filter(alive)).toEqual([]);
  });

  it('F-095: leaves nothing behind when it is killed hard, and starts again over it', async () => {
    const dataDir = join(folder, 'killed');
    const one = await start(dataDir);
    await ready(one);
    const pids = pidsIn(dataDir);
    one.child.kill('SIGKILL');
    await one.ended;
    await eventually(
      () => Promise.resolve(pids.filter(alive).length),
      (left) => left === 0,
    );
    const again = await start(dataDir, ['--once']);
    // What it said stands beside the code, for whoever has to find out why.
    expect({ code: await again.ended, said: again.output() }).toEqual({ code: 0, said: expect.any(String) });
    expect(pids.filter(alive)).toEqual([]);
  });
});
