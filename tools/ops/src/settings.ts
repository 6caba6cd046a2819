import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { usage } from './exit';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Service {
  readonly name: string;
  readonly url: string;
}

export interface Settings {
  readonly services: readonly Service[];
  /** A bearer token that was given as it is. */
  readonly token?: string;
  readonly tokenUrl?: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** For whom the client acts: written to the audit of each service. */
  readonly actor: string;
}

const SERVICES = ['referral', 'assessment', 'booking', 'passport', 'integration-gateway'] as const;
const root = resolve(__dirname, '../../..');

interface LocalStatus {
  readonly ports: Readonly<Record<string, number>>;
}

const localStatus = (env: Environment): LocalStatus | undefined => {
  try {
    return JSON.parse(
      readFileSync(join(resolve(root, env['DATA_DIR'] || '.local'), 'status.json'), 'utf8'),
    ) as LocalStatus;
  } catch {
    return undefined;
  }
};

const listed = (text: string): Service[] =>
  text.split(',').map((pair) => {
    const [name = '', url = ''] = pair.trim().split(/=(.*)/s);
    if (!name || !/^https?:\/\//.test(url)) throw usage(`THROUGHCARE_SERVICES: "${pair}" is not name=url`);
    return { name, url: url.replace(/\/$/, '') };
  });

const local = (status: LocalStatus | undefined): Service[] =>
  SERVICES.flatMap((name) => {
    const port = status?.ports[name];
    return port === undefined ? [] : [{ name, url: `http://127.0.0.1:${port}` }];
  });

/** `smith@bastion-1`: who is at this machine. It cannot be taken for a username of HMPPS, which nobody here has vouched for. */
const personHere = (env: Environment): string => {
  try {
    return `${env['SUDO_USER'] || userInfo().username}@${hostname()}`;
  } catch {
    return `unknown@${hostname()}`; // the process has a number and no name, as in some containers
  }
};

/** Reads the environment; what it does not say comes from the system that `npm start` runs here. */
export const readSettings = (env: Environment): Settings => {
  const status = localStatus(env);
  const services = env['THROUGHCARE_SERVICES'] ? listed(env['THROUGHCARE_SERVICES']) : local(status);
  if (services.length === 0) {
    throw usage('No services: start the system with `npm start`, or set THROUGHCARE_SERVICES=name=url,…');
  }
  const auth = status?.ports['auth'];
  const localTokenUrl = auth === undefined ? undefined : `http://127.0.0.1:${auth}/auth/oauth/token`;
  const tokenUrl = env['THROUGHCARE_TOKEN_URL'] || env['AUTH_TOKEN_URL'] || localTokenUrl;
  const isLocal = tokenUrl === localTokenUrl;
  const clientId = env['THROUGHCARE_CLIENT_ID'] || (isLocal ? 'throughcare-ops' : '');
  const clientSecret = env['THROUGHCARE_CLIENT_SECRET'] || (isLocal ? 'local-ops-secret' : '');
  if (!env['THROUGHCARE_TOKEN'] && (!clientId || !clientSecret)) {
    throw usage(
      'Set THROUGHCARE_CLIENT_ID and THROUGHCARE_CLIENT_SECRET: their defaults are for `npm start` here only',
    );
  }
  return {
    services,
    clientId,
    clientSecret,
    actor: env['THROUGHCARE_ACTOR'] || personHere(env),
    ...(tokenUrl !== undefined && { tokenUrl }),
    ...(env['THROUGHCARE_TOKEN'] && { token: env['THROUGHCARE_TOKEN'] }),
  };
};
