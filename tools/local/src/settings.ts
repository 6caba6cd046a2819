// What `npm start` reads from its environment, in one place. Everything has a default; ports are on loopback only.
import { resolve } from 'node:path';
import { Trouble } from './trouble';

export const root = resolve(__dirname, '../../..');

type Environment = Readonly<Record<string, string | undefined>>;

/** Who needs a port: its variable and its standard value. Stand-ins have a control port 100 above. */
export const PORTS = {
  edge: ['EDGE_PORT', 8080],
  postgres: ['POSTGRES_PORT', 54329],
  staff: ['STAFF_PORT', 3100],
  referral: ['REFERRAL_PORT', 3101],
  assessment: ['ASSESSMENT_PORT', 3102],
  booking: ['BOOKING_PORT', 3103],
  passport: ['PASSPORT_PORT', 3104],
  'integration-gateway': ['GATEWAY_PORT', 3105],
  auth: ['AUTH_PORT', 9090],
  ndelius: ['NDELIUS_PORT', 9091],
  'prison-api': ['PRISON_API_PORT', 9092],
  messaging: ['MESSAGING_PORT', 4566],
} as const;
export type Part = keyof typeof PORTS;
export type Ports = Record<Part, number>;

export const SERVICES = ['referral', 'assessment', 'booking', 'passport', 'integration-gateway'] as const;
export const STAND_INS = ['messaging', 'auth', 'prison-api', 'ndelius'] as const;
/** Web applications: they serve people and keep nothing but their sessions. */
export const WEB = ['staff'] as const;
export type WebName = (typeof WEB)[number];
export type ServiceName = (typeof SERVICES)[number];
export type StandInName = (typeof STAND_INS)[number];

export const CONTROL_OFFSET = 100;
export const CONTROL_TOKEN = 'local-control';

export interface Settings {
  readonly ports: Ports;
  /** Folder of everything that is kept between runs. */
  readonly dataDir: string;
  /** Stand-ins of systems that the environment does not give an address for. */
  readonly standIns: readonly StandInName[];
  /** An own PostgreSQL instead of the embedded one: a URL of a role that may create roles. */
  readonly postgresUrl?: string;
  /** Adds the synthetic region. */
  readonly region: boolean;
  /** Handed to every service as it is. */
  readonly env: Environment;
}

const portOf = (env: Environment, part: Part) => {
  const [variable, standard] = PORTS[part];
  const port = Number(env[variable] || standard);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Trouble(
    `${variable}=${env[variable]} is not a port.`,
    `Give a number from 1 to 65535, or leave it out for ${standard}.`,
  );
};

/** Addresses of systems that someone else runs, by the stand-in that they make superfluous. */
const outside: Record<StandInName, readonly string[]> = {
  auth: ['AUTH_ISSUER', 'AUTH_JWKS_URL', 'AUTH_TOKEN_URL'],
  ndelius: ['NDELIUS_URL'],
  'prison-api': ['PRISON_API_URL'],
  messaging: ['AWS_ENDPOINT_URL', 'HMPPS_TOPIC_ARN'],
};

export const isOutside = (env: Environment, name: StandInName) => outside[name].some((variable) => env[variable]);

/** Reads the environment. Throws `Trouble` that names the variable that makes no sense. */
export const readSettings = (env: Environment): Settings => ({
  ports: Object.fromEntries((Object.keys(PORTS) as Part[]).map((part) => [part, portOf(env, part)])) as Ports,
  dataDir: resolve(root, env['DATA_DIR'] || '.local'),
  standIns: STAND_INS.filter((name) => !isOutside(env, name)),
  ...(env['POSTGRES_URL'] ? { postgresUrl: env['POSTGRES_URL'] } : {}),
  region: !['0', 'false', 'no'].includes(env['SYNTHETIC_REGION'] ?? ''),
  env,
});
