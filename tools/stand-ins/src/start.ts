import { join } from 'node:path';
import { startAuth } from './auth/auth';
import { CONTROL_OFFSET, type Config, type StandInName } from './config';
import { Clock } from './kit/clock';
import { londonDate } from './kit/london';
import type { StandIn } from './kit/stand-in';
import { startMessaging } from './messaging/messaging';
import { DELIUS_EVENT_TYPES, GATEWAY_EVENT_TYPES, type Topology } from './messaging/topology';
import { startNdelius } from './ndelius/ndelius';
import { startPrisonApi } from './prison-api/prison-api';
import { makeWorld } from './seed/region';
import type { World } from './seed/world';

const topologyOf = (config: Config): Topology => ({
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
        : { eventType: GATEWAY_EVENT_TYPES },
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
export const worldOf = (config: Config): World =>
  makeWorld(
    {
      number: config.REGION_NUMBER,
      people: config.REGION_PEOPLE,
      staff: config.REGION_STAFF,
      regions: config.REGION_CODES,
    },
    config.REGION_TODAY ?? londonDate(new Date()),
  );

/** Starts the stand-ins that the configuration names, messaging first; stops what started if one fails. */
export const startAll = async (config: Config, clock = new Clock()): Promise<StandIn[]> => {
  const base = `http://127.0.0.1:${config.AUTH_PORT}/auth`;
  const auth = {
    issuer: config.AUTH_ISSUER ?? `${base}/issuer`,
    jwksUrl: config.AUTH_JWKS_URL ?? `${base}/.well-known/jwks.json`,
  };
  const at = (port: number, name: StandInName) => ({
    port,
    controlPort: port + CONTROL_OFFSET,
    clock,
    controlToken: config.STAND_INS_CONTROL_TOKEN,
    ...(config.STAND_INS_DATA ? { file: join(config.STAND_INS_DATA, `${name}.json`) } : {}),
  });
  const world = (): World => worldOf(config);
  const starters: Record<StandInName, () => Promise<StandIn>> = {
    messaging: () =>
      startMessaging({
        ...at(config.MESSAGING_PORT, 'messaging'),
        region: config.AWS_REGION,
        topology: topologyOf(config),
        ...(config.STAND_INS_DATA ? { folder: join(config.STAND_INS_DATA, 'messaging') } : {}),
      }),
    auth: () =>
      startAuth({
        ...at(config.AUTH_PORT, 'auth'),
        world,
        secrets: {
          gateway: config.GATEWAY_CLIENT_SECRET,
          staff: config.STAFF_CLIENT_SECRET,
          delius: config.DELIUS_CLIENT_SECRET,
        },
      }),
    'prison-api': () => startPrisonApi({ ...at(config.PRISON_API_PORT, 'prison-api'), world, auth }),
    ndelius: () => startNdelius({ ...at(config.NDELIUS_PORT, 'ndelius'), world, auth }),
  };
  const started: StandIn[] = [];
  try {
    for (const name of ['messaging', 'auth', 'prison-api', 'ndelius'] as const)
      if (config.STAND_INS.includes(name)) started.push(await starters[name]());
  } catch (error) {
    await Promise.allSettled(started.map((one) => one.close()));
    throw error;
  }
  return started;
};
