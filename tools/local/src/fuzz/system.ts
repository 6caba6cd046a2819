// The target: a whole system that this process starts itself, on free ports of loopback, with data of its own.
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainEnvironment } from '../bad-days/kit';
import { serviceOf } from '../edge/edge-routes';
import { standInTokens } from '../api';
import { send } from '../journey/release-message';
import { SERVICES, STAND_INS, WEB } from '../settings';
import { type System, startSystem } from '../system';
import { awsAddress } from '../wiring';
import { Sessions, pagesOf } from './console';
import { type ForeignBus, foreignBus } from './foreign-bus';
import type { Target } from './fuzz';
import { operationsOf } from './operations';
import { routesIn } from './routes';
import { standingConsumers } from './standing';

const users = ['CAST_01', 'CAST_02', 'CAST_04', 'CAST_06', 'CAST_09', 'CAST_10', ''];
const operators = ['CAST_20', 'CAST_21'];

/** Every process that ended, once for each time. The edge is this process: what nobody caught there would have ended it. */
const endings = (system: System) => {
  const crashes: string[] = [];
  process.on('uncaughtException', ({ message }) => crashes.push(`edge: ${message}`));
  return () => [
    ...crashes,
    ...system
      .status()
      .flatMap(({ name, restarts, state }) => [
        ...Array.from({ length: restarts }, (_, at) => `${name} ${at + 1}`),
        ...(state === 'up' ? [] : [`${name} is ${state}`]),
      ]),
  ];
};

export interface Started {
  readonly target: Target;
  stop(): Promise<void>;
}

const at = (port: number) => `http://127.0.0.1:${port}`;

/** Of our own processes; stand-ins may say what they like. */
const logsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => !STAND_INS.some((name) => file === `${name}.log`))
    .map((file) => join(folder, file));

const targetOf = async (system: System, bus: ForeignBus | undefined): Promise<Target> => {
  const { ports, dataDir } = system.settings;
  const services = SERVICES.map((name) => ({ url: at(ports[name]), routes: routesIn(name, at(ports[name])) }));
  const urls = services.map(({ url }) => url);
  const tokens = standInTokens(system.settings);
  // A connection that was idle may be closed just as it is used again.
  const token = (username: string) => tokens(username).catch(() => tokens(username));
  const operations = await operationsOf(system.edge, services, (path) => serviceOf(path) !== undefined);
  return {
    operations: [...operations, ...WEB.flatMap((name) => pagesOf(name, at(ports[name])))],
    servers: [system.edge, ...urls, ...WEB.map((name) => at(ports[name]))],
    others: STAND_INS.map((name) => at(ports[name])),
    users,
    operators,
    token,
    sessions: new Sessions(at(ports.staff)),
    logs: logsIn(join(dataDir, 'logs')),
    ended: endings(system),
    sendMessage: (body) => send(awsAddress(system.settings), body),
    ...(bus && { sendForeign: (foreign) => bus.send(foreign) }),
    metrics: () =>
      Promise.all(
        SERVICES.map(async (name) => [name, await (await fetch(`${at(ports[name])}/metrics`)).text()] as const),
      ),
    standing: () => standingConsumers(urls, token, bus?.kind),
  };
};

export const startTarget = async (env: Readonly<Record<string, string>>): Promise<Started> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'throughcare-fuzz-'));
  chmodSync(dataDir, 0o755); // PostgreSQL has another account when we are root
  const options = { ...plainEnvironment(), SYNTHETIC_REGION: 'no', LOG_LEVEL: 'info', ...env };
  let system: System | undefined;
  let bus: ForeignBus | undefined;
  const stop = async () => {
    await bus?.close();
    await system?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    system = await startSystem({ ports: 'free', dataDir, env: options });
    bus = await foreignBus(options);
    return { target: await targetOf(system, bus), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
