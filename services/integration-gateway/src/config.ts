import { loadConfig, serviceConfig } from '@throughcare/platform/config';
import { z } from 'zod';
import { Producers } from './config/producers';
import { Switches } from './config/switches';
import { Templates } from './config/templates';

const url = z.url({ protocol: /^https?$/ });
const seconds = (standard: number, most = 86_400) => z.coerce.number().min(0).max(most).default(standard);

export const GatewayConfigSchema = z.object({
  ...serviceConfig,
  AUTH_TOKEN_URL: url,
  AUTH_CLIENT_ID: z.string(),
  AUTH_CLIENT_SECRET: z.string(),
  /** approved-premises-and-delius. */
  NDELIUS_URL: url,
  PRISON_API_URL: url,
  /** approved-premises-and-oasys. */
  OASYS_URL: url,
  /** HMPPS Tier. */
  TIER_URL: url,
  PRISONER_ALERTS_URL: url,
  /** Says which prisons a member of prison staff works in. */
  NOMIS_USER_ROLES_URL: url,
  AWS_REGION: z.string().default('eu-west-2'),
  /** An emulator; without it the region's own endpoints. */
  AWS_ENDPOINT_URL: url.optional(),
  HMPPS_QUEUE_NAME: z.string(),
  HMPPS_DLQ_NAME: z.string(),
  HMPPS_TOPIC_ARN: z.string().startsWith('arn:'),
  /** Comma-separated. When given, messages that did not come through one of these topics go to quarantine. */
  HMPPS_TRUSTED_TOPIC_ARNS: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((arn) => arn.trim() || []))
    .pipe(z.array(z.string().startsWith('arn:'))),
  /** JSON: which topics may tell which types, e.g. `{"prison-offender-events.*":["arn:…"]}`. First match wins; without one, any topic. */
  HMPPS_PRODUCERS: Producers.default([]),
  /** JSON list of `{ username, roles }` granted at the start. */
  STAFF_SEED_FILE: z.string().optional(),
  /** JSON, e.g. `{"ndelius:person.arrived":"dry-run","ndelius:*":"on"}`. */
  SYNC_SWITCHES: Switches.default({}),
  /** Client id of nDelius's consumer. When given, only its look at a detail counts as evidence. */
  SYNC_CONSUMER_CLIENT_ID: z.string().optional(),
  /** How long we look for evidence of a send whose outcome is unknown. */
  SYNC_EVIDENCE_SECONDS: seconds(60),
  /** How long after it was read an address may take to be told, before people are asked to look. 0: never. */
  SYNC_ADDRESS_SECONDS: seconds(60),
  /**
   * How long a move in or out waits for one before it that nDelius has not read: its messages, dead letters too, are gone after seven
   * days. Once that one was read it waits for the address or `SYNC_ADDRESS_SECONDS`. 0: moves do not wait for each other.
   */
  SYNC_MOVE_HOLD_SECONDS: seconds(604_800, 1_209_600),
  /** How long what is told of a stay waits for anything before it to be taken. */
  SYNC_ORDER_HOLD_SECONDS: seconds(3),
  /** How long a correction waits for what it corrects to be taken. */
  SYNC_UPDATE_HOLD_SECONDS: seconds(30),
  /** How often the last movement of somebody who is waited for is compared with the prison's. 0: never. */
  CUSTODY_CHECK_SECONDS: seconds(21_600),
  /** How old a movement is when its message counts as missing. The delayed family takes up to 55 minutes. */
  CUSTODY_GRACE_SECONDS: seconds(5_400),
  /** So many people are asked about at most, by all instances together. */
  CUSTODY_CHECKS_PER_MINUTE: z.coerce.number().int().min(1).max(600).default(60),
  NOTIFY_URL: url.default('https://api.notifications.service.gov.uk'),
  /** Of GOV.UK Notify. Without it no practitioner is written to. */
  NOTIFY_API_KEY: z
    .string()
    .regex(/[0-9a-f-]{36}-[0-9a-f-]{36}$/i)
    .optional(),
  /** JSON: the id of each template at Notify, `{"referral-accepted":"…"}`. Needed with a key. */
  NOTIFY_TEMPLATES: Templates.optional(),
  /** `on`: once a minute a message about nobody goes to the topic, to see that it comes back. `off` where the topic's owner does not allow it. */
  HMPPS_CANARY: z.enum(['on', 'off']).default('on'),
});
export type GatewayConfig = z.output<typeof GatewayConfigSchema>;

/** Whom the gateway believes. Without them whoever can write to the queue speaks for a prison. */
export const REQUIRED_IN_PRODUCTION = ['HMPPS_TRUSTED_TOPIC_ARNS', 'HMPPS_PRODUCERS'];

export const gatewayConfig = (env: Readonly<Record<string, string | undefined>> = process.env): GatewayConfig =>
  loadConfig(GatewayConfigSchema, env, REQUIRED_IN_PRODUCTION);
