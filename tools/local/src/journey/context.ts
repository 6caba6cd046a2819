// The running system as the journey sees it: found by its status file, nothing of it is started here.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Api, standInTokens } from '../api';
import { CONTROL_OFFSET, CONTROL_TOKEN, type Ports, type Settings, readSettings } from '../settings';
import { Trouble } from '../trouble';
import { awsAddress } from '../wiring';
import { Watch } from './watch';

export interface Contact {
  readonly type: string;
  readonly externalReference: string;
}
export interface Address {
  readonly id: number;
  readonly type: string;
  readonly status: string;
  readonly startDate: string;
  readonly endDate?: string;
}

export interface Context {
  readonly api: Api;
  readonly watch: Watch;
  readonly contacts: (crn: string) => Promise<Contact[]>;
  readonly addresses: (crn: string) => Promise<Address[]>;
  readonly aws: Readonly<Record<string, string>>;
}

/** Asks the control API of the nDelius stand-in, which answers what nDelius holds. */
const delius =
  (ports: Ports, part: 'contacts' | 'addresses') =>
  async <T>(crn: string): Promise<T> => {
    const url = `http://127.0.0.1:${ports.ndelius + CONTROL_OFFSET}/__control/people/${crn}/${part}`;
    const reply = await fetch(url, { headers: { 'x-control-token': CONTROL_TOKEN } });
    if (!reply.ok) throw new Error(`The nDelius stand-in answered ${reply.status} to ${part} of ${crn}`);
    return (await reply.json()) as T;
  };

/** What the journey needs of a running system. */
export const contextOf = (settings: Settings, edge: string, databaseUrl: string): Context => ({
  api: new Api(edge, standInTokens(settings)),
  watch: new Watch(databaseUrl),
  contacts: delius(settings.ports, 'contacts'),
  addresses: delius(settings.ports, 'addresses'),
  aws: awsAddress(settings),
});

/** Finds the system that `npm start` started. Throws `Trouble` when there is none, or one that the journey cannot look into. */
export const findSystem = (env: NodeJS.ProcessEnv): Context => {
  const settings = readSettings(env);
  const file = join(settings.dataDir, 'status.json');
  if (!existsSync(file)) throw new Trouble('Throughcare does not run.', 'Start it in another terminal: `npm start`.');
  const status = JSON.parse(readFileSync(file, 'utf8')) as {
    edge: string;
    database: string;
    ports: Ports;
    processes: { name: string }[];
  };
  const missing = ['auth', 'ndelius', 'prison-api', 'messaging'].filter(
    (name) => !status.processes.some((one) => one.name === name),
  );
  if (missing.length > 0) {
    throw new Trouble(
      `The journey needs the stand-ins, and ${missing.join(', ')} is left out.`,
      'Start without their addresses in the environment.',
    );
  }
  return contextOf({ ...settings, ports: status.ports }, status.edge, status.database);
};
