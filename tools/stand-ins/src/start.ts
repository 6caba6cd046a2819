import { join } from 'node:path';
import { startAuth } from './auth/auth';
import { CONTROL_OFFSET, type Config, type StandInName } from './config';
import type { Issuer } from './kit/bearer';
import { Clock } from './kit/clock';
import { londonDate } from './kit/london';
import type { StandIn, StandInOptions } from './kit/stand-in';
import { startMessaging } from './messaging/messaging';
import { DELIUS_EVENT_TYPES, gatewayFilter, type Topology } from './messaging/topology';
import { startNdelius, type DeliusEvents } from './ndelius/ndelius';
import { startPrisonApi } from './prison-api/prison-api';
import { makeWorld } from './seed/region';
import { RegionSize, type MakeWorld } from './seed/world';

/** Messaging first, because nDelius listens to it. */
const ORDER: readonly StandInName[] = ['messaging', 'auth', 'prison-api', 'ndelius'];
const ACCOUNT = '000000000000';

/** The HMPPS topic and who listens to it. */
export const topologyOf = (config: Config): Topology => ({
  topic: config.HMPPS_TOPIC_NAME,
  queues: [
    {
      queue: config.HMPPS_QUEUE_NAME,
      dlq: config.HMPPS_DLQ_NAME,
      dlqRetentionDays: 14,
      maxReceiveCount: 5,
      visibilitySeconds: 30,
      filterPolicy: config.HMPPS_QUEUE_FILTER
        ? (JSON.parse(config.HMPPS_QUEUE_FILTER) as Record<string, unknown>)
        : gatewayFilter(),
    },
    {
      queue: config.DELIUS_QUEUE_NAME,
      dlq: config.DELIUS_DLQ_NAME,
      dlqRetentionDays: 7,
      maxReceiveCount: 3,
      visibilitySeconds: config.DELIUS_VISIBILITY_SECONDS,
      filterPolicy: { eventType: DELIUS_EVENT_TYPES },
    },
  ],
});

/** The world that a configuration describes: the same in every process that has the same one. */
export const worldOf =
  (config: Config): MakeWorld =>
  (changes = {}) =>
    makeWorld(
      RegionSize.parse({
        number: config.REGION_NUMBER,
        people: config.REGION_PEOPLE,
        staff: config.REGION_STAFF,
        regions: config.REGION_CODES,
        today: config.REGION_TODAY ?? londonDate(new Date()),
        ...changes,
      }),
    );

const authBase = (config: Config): string => `http://127.0.0.1:${config.AUTH_PORT}/auth`;

const issuerOf = (config: Config): Issuer => ({
  issuer: config.AUTH_ISSUER ?? `${authBase(config)}/issuer`,
  jwksUrl: config.AUTH_JWKS_URL ?? `${authBase(config)}/.well-known/jwks.json`,
});

const topicArnOf = (config: Config): string =>
  config.HMPPS_TOPIC_ARN ?? `arn:aws:sns:${config.AWS_REGION}:${ACCOUNT}:${config.HMPPS_TOPIC_NAME}`;

const topicOf = (config: Config): { endpoint: string; region: string; topicArn: string } => ({
  endpoint: config.AWS_ENDPOINT_URL ?? `http://127.0.0.1:${config.MESSAGING_PORT}`,
  region: config.AWS_REGION,
  topicArn: topicArnOf(config),
});

const deliusEvents = (config: Config): DeliusEvents => ({
  ...topicOf(config),
  queue: config.DELIUS_QUEUE_NAME,
  tokenUrl: config.AUTH_TOKEN_URL ?? `${authBase(config)}/oauth/token`,
  clientId: 'cas3-and-delius',
  secret: config.DELIUS_CLIENT_SECRET,
  pace: config.DELIUS_PACE,
});

const secretsOf = (config: Config) => ({
  gateway: config.GATEWAY_CLIENT_SECRET,
  staff: config.STAFF_CLIENT_SECRET,
  delius: config.DELIUS_CLIENT_SECRET,
  ops: config.OPS_CLIENT_SECRET,
  person: config.PERSON_CLIENT_SECRET,
  referral: config.REFERRAL_CLIENT_SECRET,
  lists: config.LISTS_CLIENT_SECRET,
});

const startOne = (name: StandInName, config: Config, clock: Clock): Promise<StandIn> => {
  const folder = config.STAND_INS_DATA;
  const at = (port: number): StandInOptions => ({
    port,
    controlPort: port + CONTROL_OFFSET,
    clock,
    controlToken: config.STAND_INS_CONTROL_TOKEN,
    ...(folder ? { file: join(folder, `${name}.json`) } : {}),
  });
  const world = worldOf(config);
  const auth = issuerOf(config);
  switch (name) {
    case 'messaging': {
      const queues = { region: config.AWS_REGION, topology: topologyOf(config) };
      const kept = folder ? { folder: join(folder, 'messaging') } : {};
      return startMessaging({ ...at(config.MESSAGING_PORT), ...queues, ...kept });
    }
    case 'auth':
      return startAuth({ ...at(config.AUTH_PORT), world, secrets: secretsOf(config) });
    case 'prison-api': {
      const events = { ...topicOf(config), holdSeconds: config.PRISON_EVENT_HOLD_SECONDS };
      return startPrisonApi({ ...at(config.PRISON_API_PORT), world, auth, events });
    }
    case 'ndelius':
      return startNdelius({ ...at(config.NDELIUS_PORT), world, auth, events: deliusEvents(config) });
  }
};

/** Starts the stand-ins that the configuration names; stops what started if one of them fails. */
export const startAll = async (config: Config, clock = new Clock()): Promise<StandIn[]> => {
  const started: StandIn[] = [];
  try {
    for (const name of ORDER) if (config.STAND_INS.includes(name)) started.push(await startOne(name, config, clock));
  } catch (error) {
    await Promise.allSettled(started.map((one) => one.close()));
    throw error;
  }
  return started;
};
