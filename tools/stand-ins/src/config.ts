import { z } from 'zod';

const port = (standard: number) => z.coerce.number().int().min(1).max(65535).default(standard);
export const STAND_INS = ['auth', 'ndelius', 'prison-api', 'messaging'] as const;
export type StandInName = (typeof STAND_INS)[number];

/** The control API of a stand-in listens this far above its port. */
export const CONTROL_OFFSET = 100;

const names = z
  .string()
  .default(STAND_INS.join(','))
  .transform((text) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  )
  .pipe(z.array(z.enum(STAND_INS)));

const Environment = z.object({
  STAND_INS: names,
  STAND_INS_DATA: z.string().optional(),
  STAND_INS_CONTROL_TOKEN: z.string().min(1).default('local-control'),
  AUTH_PORT: port(9090),
  NDELIUS_PORT: port(9091),
  PRISON_API_PORT: port(9092),
  MESSAGING_PORT: port(4566),
  /** Where tokens come from when the stand-in of Auth is left out. */
  AUTH_ISSUER: z.url().optional(),
  AUTH_JWKS_URL: z.url().optional(),
  AUTH_TOKEN_URL: z.url().optional(),
  GATEWAY_CLIENT_SECRET: z.string().default('local-gateway-secret'),
  STAFF_CLIENT_SECRET: z.string().default('local-staff-secret'),
  OPS_CLIENT_SECRET: z.string().default('local-ops-secret'),
  PERSON_CLIENT_SECRET: z.string().default('local-person-secret'),
  REFERRAL_CLIENT_SECRET: z.string().default('local-referral-secret'),
  LISTS_CLIENT_SECRET: z.string().default('local-lists-secret'),
  DELIUS_CLIENT_SECRET: z.string().default('local-delius-secret'),
  AWS_REGION: z.string().default('eu-west-2'),
  AWS_ENDPOINT_URL: z.url().optional(),
  HMPPS_TOPIC_ARN: z.string().optional(),
  HMPPS_TOPIC_NAME: z.string().default('hmpps-domain-events'),
  HMPPS_QUEUE_NAME: z.string().default('throughcare-hmpps-domain-events'),
  HMPPS_DLQ_NAME: z.string().default('throughcare-hmpps-domain-events-dlq'),
  /** JSON filter policy of our gateway's subscription. */
  HMPPS_QUEUE_FILTER: z.string().optional(),
  DELIUS_QUEUE_NAME: z.string().default('cas3-and-delius-queue'),
  DELIUS_DLQ_NAME: z.string().default('cas3-and-delius-dlq'),
  /** How long a message that nDelius could not take waits before its next receive. */
  DELIUS_VISIBILITY_SECONDS: z.coerce.number().int().min(0).default(30),
  /** Stretches the waits between nDelius's fetches of a detail; 1 is as observed. */
  DELIUS_PACE: z.coerce.number().min(0).default(1),
  /** How long the prison stand-in holds the event of a movement; about 45 minutes in the real world. */
  PRISON_EVENT_HOLD_SECONDS: z.coerce.number().min(0).default(5),
  REGION_NUMBER: z.coerce.number().int().default(1),
  REGION_PEOPLE: z.coerce.number().int().min(0).max(20_000).default(200),
  REGION_STAFF: z.coerce.number().int().min(0).max(900).default(30),
  REGION_CODES: z
    .string()
    .default('N07,N55')
    .transform((text) => text.split(',')),
  /** Day that the seed is relative to; today without it. */
  REGION_TODAY: z.iso.date().optional(),
});
export type Config = z.infer<typeof Environment>;

/** Reads the environment; one error names everything that is wrong with it. */
export const loadConfig = (env: NodeJS.ProcessEnv): Config => {
  const parsed = Environment.safeParse(env);
  if (parsed.success) return parsed.data;
  throw new Error(
    `Configuration: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
  );
};
