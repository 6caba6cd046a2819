// Which address and which secret each process is given: the one place where the local system is wired together.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  CONTROL_TOKEN,
  type Part,
  SERVICES,
  type Settings,
  type StandInName,
  type WebName,
  isOutside,
  root,
} from './settings';

type Environment = Record<string, string>;

/** The account number that local emulators of AWS use. */
const LOCAL_TOPIC = 'arn:aws:sns:eu-west-2:000000000000:hmpps-domain-events';

const clean = (env: Settings['env']): Environment =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));

const at = (settings: Settings, part: Part) => `http://127.0.0.1:${settings.ports[part]}`;

/** Where tokens come from. Of a given issuer the other two addresses are those of HMPPS Auth unless they are given too. */
export const authAddresses = (settings: Settings) => {
  const issuer = settings.env['AUTH_ISSUER'] || `${at(settings, 'auth')}/auth/issuer`;
  const base = issuer.replace(/\/issuer\/?$/, '');
  return {
    AUTH_ISSUER: issuer,
    AUTH_JWKS_URL: settings.env['AUTH_JWKS_URL'] || `${base}/.well-known/jwks.json`,
    AUTH_TOKEN_URL: settings.env['AUTH_TOKEN_URL'] || `${base}/oauth/token`,
  };
};

const authOrigin = (settings: Settings) => new URL(authAddresses(settings).AUTH_ISSUER).origin;

export const awsAddress = (settings: Settings): Environment => {
  const { env } = settings;
  const endpoint = env['AWS_ENDPOINT_URL'] || (isOutside(env, 'messaging') ? undefined : at(settings, 'messaging'));
  return {
    AWS_REGION: env['AWS_REGION'] || 'eu-west-2',
    HMPPS_TOPIC_ARN: env['HMPPS_TOPIC_ARN'] || LOCAL_TOPIC,
    HMPPS_QUEUE_NAME: env['HMPPS_QUEUE_NAME'] || 'throughcare-hmpps-domain-events',
    HMPPS_DLQ_NAME: env['HMPPS_DLQ_NAME'] || 'throughcare-hmpps-domain-events-dlq',
    ...(endpoint ? { AWS_ENDPOINT_URL: endpoint } : {}),
    // An emulator takes any credentials, but the SDK insists on some.
    ...(endpoint && !env['AWS_ACCESS_KEY_ID'] ? { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' } : {}),
  };
};

/** Of nobody: the stand-in takes any key of this form, and any template. */
const LOCAL_NOTIFY_KEY = 'local-00000000-0000-4000-8000-000000000001-00000000-0000-4000-8000-000000000002';
const LOCAL_TEMPLATES = {
  'referral-accepted': '00000000-0000-4000-8000-000000000011',
  'referral-rejected': '00000000-0000-4000-8000-000000000012',
  'place-offered': '00000000-0000-4000-8000-000000000013',
  'person-arrived': '00000000-0000-4000-8000-000000000014',
};

/** Systems whose stand-ins share the process of another: where that one is, unless they are given. */
const besideThem = (settings: Settings): Environment => {
  const { env } = settings;
  const beside = (address: string, path: string) => `${new URL(address).origin}/${path}`;
  const ndelius = env['NDELIUS_URL'] || at(settings, 'ndelius');
  const prison = env['PRISON_API_URL'] || at(settings, 'prison-api');
  return {
    OASYS_URL: env['OASYS_URL'] || beside(ndelius, 'oasys'),
    TIER_URL: env['TIER_URL'] || beside(ndelius, 'tier'),
    NOTIFY_URL: env['NOTIFY_URL'] || beside(ndelius, 'notify'),
    NOTIFY_API_KEY: env['NOTIFY_API_KEY'] || LOCAL_NOTIFY_KEY,
    NOTIFY_TEMPLATES: env['NOTIFY_TEMPLATES'] || JSON.stringify(LOCAL_TEMPLATES),
    PRISONER_ALERTS_URL: env['PRISONER_ALERTS_URL'] || beside(prison, 'alerts'),
  };
};

const addresses = (settings: Settings): Environment => ({
  REFERRAL_URL: at(settings, 'referral'),
  ASSESSMENT_URL: at(settings, 'assessment'),
  BOOKING_URL: at(settings, 'booking'),
  PASSPORT_URL: at(settings, 'passport'),
  GATEWAY_URL: at(settings, 'integration-gateway'),
  PUBLIC_API_URL: settings.env['PUBLIC_API_URL'] || at(settings, 'edge'),
  PUBLIC_UI_URL: settings.env['PUBLIC_UI_URL'] || at(settings, 'edge'),
  NDELIUS_URL: settings.env['NDELIUS_URL'] || at(settings, 'ndelius'),
  PRISON_API_URL: settings.env['PRISON_API_URL'] || at(settings, 'prison-api'),
  ...besideThem(settings),
  NOMIS_USER_ROLES_URL: settings.env['NOMIS_USER_ROLES_URL'] || `${authOrigin(settings)}/nomis-user-roles`,
});

/** Referral asks for risks in its own name; all others that have a client act as the gateway. */
const clientOf = ({ env }: Settings, name: Part): Environment =>
  name === 'referral'
    ? {
        AUTH_CLIENT_ID: env['REFERRAL_CLIENT_ID'] || 'throughcare-referral',
        AUTH_CLIENT_SECRET: env['REFERRAL_CLIENT_SECRET'] || 'local-referral-secret',
      }
    : {
        AUTH_CLIENT_ID: env['AUTH_CLIENT_ID'] || 'throughcare-gateway',
        AUTH_CLIENT_SECRET: env['AUTH_CLIENT_SECRET'] || 'local-gateway-secret',
      };

/** Environment of one service. */
export const serviceEnvironment = (settings: Settings, name: Part, databaseUrl: string): Environment => ({
  LOG_LEVEL: 'info',
  ...clean(settings.env),
  ...authAddresses(settings),
  ...awsAddress(settings),
  ...addresses(settings),
  ...clientOf(settings, name),
  PEOPLE_CLIENT_ID: settings.env['PEOPLE_CLIENT_ID'] || 'throughcare-lists',
  PEOPLE_CLIENT_SECRET: settings.env['PEOPLE_CLIENT_SECRET'] || 'local-lists-secret',
  STAFF_SEED_FILE: settings.env['STAFF_SEED_FILE'] || join(root, 'tools/local/staff-roles.json'),
  ...(settings.standIns.includes('ndelius') ? { SYNC_CONSUMER_CLIENT_ID: 'cas3-and-delius' } : {}),
  EVENT_BUS: settings.env['EVENT_BUS'] || 'postgres',
  DATABASE_URL: databaseUrl,
  HOST: '127.0.0.1',
  PORT: String(settings.ports[name]),
});

/** Environment of one web application. Who was signed in before signs in again: the secret is new at every start. */
export const webEnvironment = (settings: Settings, name: WebName, databaseUrl: string): Environment => {
  const { env } = settings;
  const services = SERVICES.map((service) => `${service}=${at(settings, service)}`).join(',');
  const { AUTH_ISSUER, AUTH_TOKEN_URL } = authAddresses(settings);
  return {
    LOG_LEVEL: 'info',
    ...clean(env),
    AUTH_ISSUER,
    AUTH_TOKEN_URL,
    AUTH_CLIENT_ID: env['STAFF_CLIENT_ID'] || 'throughcare-staff',
    AUTH_CLIENT_SECRET: env['STAFF_CLIENT_SECRET'] || 'local-staff-secret',
    BASE_URL: env['STAFF_URL'] || at(settings, name),
    SESSION_SECRET: env['SESSION_SECRET'] || randomBytes(32).toString('base64url'),
    API_URL: env['API_URL'] || at(settings, 'edge'),
    THROUGHCARE_SERVICES: env['THROUGHCARE_SERVICES'] || services,
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: String(settings.ports[name]),
  };
};

/** Environment of one stand-in; its own address variables stay out, or it would take itself for someone else's. */
export const standInEnvironment = (settings: Settings, name: StandInName, folder: string): Environment => {
  const { AUTH_ISSUER, AUTH_JWKS_URL, AUTH_TOKEN_URL } = authAddresses(settings);
  return {
    ...clean(settings.env),
    ...awsAddress(settings),
    AUTH_ISSUER,
    AUTH_JWKS_URL,
    AUTH_TOKEN_URL,
    STAND_INS: name,
    STAND_INS_DATA: folder,
    STAND_INS_CONTROL_TOKEN: CONTROL_TOKEN,
    AUTH_PORT: String(settings.ports.auth),
    NDELIUS_PORT: String(settings.ports.ndelius),
    PRISON_API_PORT: String(settings.ports['prison-api']),
    MESSAGING_PORT: String(settings.ports.messaging),
  };
};
