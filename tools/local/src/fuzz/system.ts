// The target: a whole system that this process starts itself, on free ports of loopback, with data of its own.
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainEnvironment } from '../bad-days/kit';
import { serviceOf } from '../edge-routes';
import { standInTokens } from '../api';
import { send } from '../journey/release-message';
import { SERVICES, STAND_INS, WEB } from '../settings';
import { type System, startSystem } from '../system';
import { awsAddress } from '../wiring';
import type { Target } from './fuzz';
import { type Operation, operationsOf } from './operations';

const users = ['CAST_01', 'CAST_02', 'CAST_04', 'CAST_06', 'CAST_09', 'CAST_10', ''];

const page = (base: string, method: string, template: string): Operation => ({
  method,
  base,
  template,
  query: ['page'],
  isBuilt: true,
});
/** Of the console, as a visitor without an account meets it. */
const pagesOf = (base: string): Operation[] => [
  ...['/', '/operations', '/operations/events', '/sign-in', '/sign-in/callback', '/assets/{id}'].map((path) =>
    page(base, 'GET', path),
  ),
  page(base, 'POST', '/operations/events/search'),
  page(base, 'POST', '/sign-out'),
];

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

export const startTarget = async (env: Readonly<Record<string, string>>): Promise<Started> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'throughcare-fuzz-'));
  chmodSync(dataDir, 0o755); // PostgreSQL has another account when we are root
  const stopped = () => rmSync(dataDir, { recursive: true, force: true });
  const options = { ...plainEnvironment(), SYNTHETIC_REGION: 'no', LOG_LEVEL: 'info', ...env };
  const system = await startSystem({ ports: 'free', dataDir, env: options }).catch((error: unknown) => {
    stopped();
    throw error;
  });
  const { ports } = system.settings;
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const services = SERVICES.map((name) => at(ports[name]));
  const operations = await operationsOf(system.edge, services, (path) => serviceOf(path) !== undefined);
  const folder = join(dataDir, 'logs');
  const isOurs = (file: string) => !STAND_INS.some((name) => file === `${name}.log`);
  const target: Target = {
    operations: [...operations, ...WEB.flatMap((name) => pagesOf(at(ports[name])))],
    servers: [system.edge, ...services, ...WEB.map((name) => at(ports[name]))],
    others: STAND_INS.map((name) => at(ports[name])),
    users,
    token: standInTokens(system.settings),
    logs: readdirSync(folder)
      .filter(isOurs)
      .map((file) => join(folder, file)),
    ended: endings(system),
    sendMessage: (body) => send(awsAddress(system.settings), body),
  };
  return { target, stop: () => system.stop().finally(stopped) };
};
