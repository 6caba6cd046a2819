import { busProblems, busVariables } from '@throughcare/messaging/bus';
import { z } from 'zod';
import { missingInProduction, productionProblems } from './production.rules';

export type Environment = Readonly<Record<string, string | undefined>>;

const httpUrl = z.url({ protocol: /^https?$/ });

/** The variables every service reads. Extend it: `z.object({ ...serviceConfig, PREFIX: z.string() })`. */
export const serviceConfig = {
  /** With the role of the service, not the owner of the cluster. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Default: the schema that `DatabaseModule.forRoot` names. */
  DATABASE_SCHEMA: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/)
    .optional(),
  PORT: z.coerce.number().int().min(0).max(65535),
  HOST: z.string().min(1).default('127.0.0.1'),
  AUTH_ISSUER: httpUrl,
  AUTH_JWKS_URL: httpUrl,
  GATEWAY_URL: httpUrl,
  REFERRAL_URL: httpUrl,
  ASSESSMENT_URL: httpUrl,
  BOOKING_URL: httpUrl,
  /** Where the edge is seen from outside; `detailUrl` of public events starts with it. */
  PUBLIC_API_URL: httpUrl,
  /** The front end with the pages `/referrals/{id}` and `/properties/…`: not our own edge. */
  PUBLIC_UI_URL: httpUrl,
  /** Which bus, and where it is; what the chosen one lacks is named with the rest. */
  ...busVariables,
  /** `off`: nothing is done without being asked (tests, one-off processes). */
  BACKGROUND: z.enum(['on', 'off']).default('on'),
  /** Feed of bank holidays; the bundled list serves until it answers. */
  BANK_HOLIDAYS_URL: httpUrl.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
} as const;

export type ServiceConfig = z.output<z.ZodObject<typeof serviceConfig>>;

/** Injection token of the parsed configuration: `@Inject(CONFIG) private readonly config: BookingConfig`. */
export const CONFIG = Symbol('throughcare.config');

const sameVariable = (one: string, other: string) => one.split(':')[0] === other.split(':')[0];

/**
 * Parses the environment once. An empty value counts as missing.
 * With `NODE_ENV=production` it refuses printed secrets, plain HTTP to the outside and the lack of a protection as well.
 * Throws one error that names every missing or invalid variable, and never repeats a value (it may be a secret).
 */
export const loadConfig = <S extends z.ZodObject>(
  schema: S,
  env: Environment = process.env,
  requiredInProduction: readonly string[] = [],
): z.output<S> => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  const bus = 'EVENT_BUS' in schema.shape ? busProblems(given) : [];
  const production = [
    ...productionProblems(Object.keys(schema.shape), env),
    ...missingInProduction(requiredInProduction, env),
  ];
  if (parsed.success && bus.length === 0 && production.length === 0) return parsed.data;
  const problems = (parsed.error?.issues ?? []).map((issue) => {
    const name = issue.path.join('.');
    return `${name}: ${name in given ? issue.message : 'missing'}`;
  });
  const others = [...bus, ...production].filter((line) => !problems.some((known) => sameVariable(known, line)));
  const lines = [...problems, ...others];
  throw new Error(`Configuration is not usable:\n${[...new Set(lines)].map((line) => `  ${line}`).join('\n')}`);
};

/** Of services with an index of names. All three or none: without them entries are filled by whoever looks at a list. */
export const peopleIndexConfig = {
  AUTH_TOKEN_URL: httpUrl.optional(),
  /** A client of HMPPS Auth with ROLE_THROUGHCARE__PEOPLE_INDEX. */
  PEOPLE_CLIENT_ID: z.string().optional(),
  PEOPLE_CLIENT_SECRET: z.string().optional(),
};
