import { z } from 'zod';

/** Injection token of the environment that names the bus; without it the process's own is read. */
export const BUS_ENVIRONMENT = Symbol('throughcare.bus-environment');

export type BusEnvironment = Readonly<Record<string, unknown>>;

const brokers = z
  .string()
  .transform((text) => text.split(',').map((address) => address.trim()))
  .pipe(z.array(z.string().regex(/^[^\s:,]+:\d{1,5}$/, 'must be host:port, separated by commas')));

const Postgres = z.object({ EVENT_BUS: z.literal('postgres') });

const Kafka = z.object({
  EVENT_BUS: z.literal('kafka'),
  KAFKA_BROKERS: brokers,
  KAFKA_SSL: z.enum(['true', 'false']).default('false'),
  /** SCRAM-SHA-512; both or none. */
  KAFKA_USERNAME: z.string().optional(),
  KAFKA_PASSWORD: z.string().optional(),
});

const Sns = z.object({
  EVENT_BUS: z.literal('sns'),
  SNS_BUS_REGION: z.string(),
  SNS_BUS_ACCOUNT_ID: z.string().regex(/^\d{12}$/, 'must have twelve digits'),
  /** An emulator; without it the region's own endpoints. */
  SNS_BUS_ENDPOINT_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** The one role that may send to the queues beside their topics: whoever moves dead letters back. */
  SNS_BUS_OPERATOR_ROLE_ARN: z.string().startsWith('arn:').optional(),
});

const kinds = { postgres: Postgres, kafka: Kafka, sns: Sns } as const;

export type BusSettings = z.output<typeof Postgres> | z.output<typeof Kafka> | z.output<typeof Sns>;

/** Variables that name and describe the bus, as they stand in the environment: for a service's own configuration. */
export const busVariables = {
  EVENT_BUS: z.enum(['postgres', 'kafka', 'sns']).default('postgres'),
  KAFKA_BROKERS: z.string().optional(),
  KAFKA_SSL: z.string().optional(),
  KAFKA_USERNAME: z.string().optional(),
  KAFKA_PASSWORD: z.string().optional(),
  SNS_BUS_REGION: z.string().optional(),
  SNS_BUS_ACCOUNT_ID: z.string().optional(),
  SNS_BUS_ENDPOINT_URL: z.string().optional(),
} as const;

const filled = (env: BusEnvironment) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));

const parse = (env: BusEnvironment) => {
  const given = filled({ EVENT_BUS: 'postgres', ...filled(env) });
  const kind = busVariables.EVENT_BUS.safeParse(given['EVENT_BUS']);
  const parsed = kind.success ? kinds[kind.data].safeParse(given) : undefined;
  const issues = parsed?.error?.issues ?? [];
  const problems = issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `${name}: ${name in given ? message : 'missing'}`;
  });
  if (!parsed) problems.push('EVENT_BUS: must be postgres, kafka or sns');
  const half = given['EVENT_BUS'] === 'kafka' && 'KAFKA_USERNAME' in given !== 'KAFKA_PASSWORD' in given;
  if (half) problems.push(`${'KAFKA_USERNAME' in given ? 'KAFKA_PASSWORD' : 'KAFKA_USERNAME'}: missing`);
  return { problems: [...new Set(problems)], settings: parsed?.data };
};

/** `NAME: what is wrong` for everything the chosen bus lacks; values are never repeated. */
export const busProblems = (env: BusEnvironment): string[] => parse(env).problems;

/** Settings of the bus that `EVENT_BUS` names (default `postgres`). Throws one error that names every missing value. */
export const busSettings = (env: BusEnvironment): BusSettings => {
  const { problems, settings } = parse(env);
  if (!settings || problems.length > 0) throw new Error(`The event bus is not usable:\n  ${problems.join('\n  ')}`);
  return settings;
};
