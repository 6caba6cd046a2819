import type { JWTPayload } from 'jose';

export const AUTH_SOURCES = ['none', 'nomis', 'delius', 'auth', 'azuread'] as const;
export type AuthSource = (typeof AUTH_SOURCES)[number];

/** Who is asking, as the token says. */
export interface Principal {
  /** `user_name` in upper case; the client's id when the token is nobody's. */
  readonly username: string;
  readonly clientId: string;
  /** `authorities` and, as `SCOPE_x`, the scopes. */
  readonly authorities: readonly string[];
  /** Unknown sources count as `none`. */
  readonly authSource: AuthSource;
  /** True when the token names a person, false for a client's own token. */
  readonly isUser: boolean;
  readonly subject: string;
  readonly userId?: string;
  readonly name?: string;
  /** The bearer token itself, to ask other services in the caller's name. Never log it. */
  readonly token: string;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/** Lists come as an array or, from some clients, as one comma separated string. */
const list = (value: unknown): readonly string[] => {
  const items: readonly unknown[] = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? value.split(/[\s,]+/)
      : [];
  return items.map(text).filter((item) => item !== undefined);
};

const authSource = (value: unknown): AuthSource =>
  AUTH_SOURCES.find((source) => source === text(value)?.toLowerCase()) ?? 'none';

/** Reads the claims of a verified HMPPS Auth token. Undefined when it names neither a person nor a client. */
export const principalOf = (claims: JWTPayload, token: string): Principal | undefined => {
  const user = text(claims['user_name'])?.toUpperCase();
  const clientId = text(claims['client_id']) ?? '';
  const username = user ?? clientId;
  if (username === '') return undefined;
  const userId = text(claims['user_id']);
  const name = text(claims['name']);
  const principal: Omit<Principal, 'token'> = {
    username,
    clientId,
    authorities: [...list(claims['authorities']), ...list(claims['scope']).map((scope) => `SCOPE_${scope}`)],
    authSource: authSource(claims['auth_source']),
    isUser: user !== undefined,
    subject: text(claims.sub) ?? username,
    ...(userId !== undefined && { userId }),
    ...(name !== undefined && { name }),
  };
  // Not enumerable: a principal that ends up in a log line or an error leaves its token behind.
  return Object.defineProperty(principal, 'token', { value: token, enumerable: false }) as Principal;
};
