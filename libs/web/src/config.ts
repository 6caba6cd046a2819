import { z } from 'zod';

const httpUrl = z.url({ protocol: /^https?$/ });

/** The variables every web application reads. Extend it: `z.object({ ...webConfig, TRACE_URL: z.string() })`. */
export const webConfig = {
  PORT: z.coerce.number().int().min(0).max(65535),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Where browsers see the application: redirects after sign-in go there, and with `https` cookies are secure. */
  BASE_URL: httpUrl,
  /** Sessions are kept in the schema of this role. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Signs session cookies. */
  SESSION_SECRET: z.string().min(32),
  AUTH_ISSUER: httpUrl,
  AUTH_TOKEN_URL: httpUrl,
  /** As browsers reach them. Default: beside the issuer, as HMPPS Auth has them. */
  AUTH_AUTHORIZE_URL: httpUrl.optional(),
  AUTH_SIGN_OUT_URL: httpUrl.optional(),
  AUTH_CLIENT_ID: z.string().min(1),
  AUTH_CLIENT_SECRET: z.string().min(1),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
} as const;

export type WebConfig = z.output<z.ZodObject<typeof webConfig>>;

/** Addresses of the identity provider; what is not given lies beside the issuer. */
export const authEndpoints = (config: WebConfig) => {
  const base = config.AUTH_ISSUER.replace(/\/issuer\/?$/, '');
  return {
    issuer: config.AUTH_ISSUER,
    token: config.AUTH_TOKEN_URL,
    authorize: config.AUTH_AUTHORIZE_URL ?? `${base}/oauth/authorize`,
    signOut: config.AUTH_SIGN_OUT_URL ?? `${base}/sign-out`,
  };
};
