import { z } from 'zod';

/** Answers of HMPPS Auth. Strict: a stand-in may not answer what the real one could not. */
export const ClientToken = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('bearer'),
  expires_in: z.number().int(),
  scope: z.string(),
  sub: z.string(),
  auth_source: z.string(),
  jti: z.guid(),
  iss: z.url(),
});

export const UserToken = ClientToken.partial().extend({
  access_token: z.string(),
  token_type: z.literal('bearer'),
  expires_in: z.number().int(),
  scope: z.string(),
  user_name: z.string(),
  internalUser: z.boolean(),
  user_id: z.string().optional(),
  name: z.string().optional(),
  refresh_token: z.string().optional(),
});

export const Discovery = z.strictObject({
  issuer: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
});

export const TokenPayload = z.strictObject({
  sub: z.string(),
  iss: z.url(),
  exp: z.number().int(),
  iat: z.number().int().optional(),
  jti: z.guid(),
  client_id: z.string(),
  scope: z.array(z.string()),
  authorities: z.array(z.string().startsWith('ROLE_')).optional(),
  auth_source: z.enum(['nomis', 'delius', 'auth', 'azuread', 'none']),
  user_name: z.string().optional(),
  user_id: z.string().optional(),
  name: z.string().optional(),
});
