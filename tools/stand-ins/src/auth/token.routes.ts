import { createHash, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Store } from '../kit/store';
import type { AuthState } from './auth.state';
import type { Client } from './clients';
import { CLIENT_TOKEN_SECONDS, clientClaims, sign, USER_TOKEN_SECONDS, userClaims, type Issued } from './tokens';

export interface AuthContext {
  store: Store<AuthState>;
  /** Value of `iss`. */
  issuer: string;
}

type Form = Record<string, string | undefined>;

const refuse = (reply: FastifyReply, status: number, error: string, description: string): FastifyReply => {
  if (status === 401) void reply.header('www-authenticate', 'Basic realm="oauth2/client"');
  return reply.code(status).send({ error, error_description: description });
};

const clientOf = (state: AuthState, authorization: string | undefined): Client | undefined => {
  const [scheme, credentials] = (authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic' || !credentials) return undefined;
  const [id, ...secret] = Buffer.from(credentials, 'base64').toString().split(':').map(decoded);
  return state.clients.find((client) => client.id === id && client.secret === secret.join(':'));
};

/** RFC 6749, 2.3.1: both are form-encoded before they are joined; many clients leave that out. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

const proves = (challenge: string | undefined, verifier = ''): boolean =>
  challenge === undefined || createHash('sha256').update(verifier).digest('base64url') === challenge;

const clientBody = ({ token, claims, expiresIn }: Issued) => ({
  access_token: token,
  token_type: 'bearer',
  expires_in: expiresIn - 1,
  scope: claims.scope.join(' '),
  sub: claims.sub,
  auth_source: claims.auth_source,
  jti: claims.jti,
  iss: claims.iss,
});

const userBody = (issued: Issued, refreshToken: string) => ({
  ...clientBody(issued),
  refresh_token: refreshToken,
  user_name: issued.claims.user_name!,
  user_id: issued.claims.user_id!,
  name: issued.claims.name!,
  internalUser: true,
});

const issueToUser = async ({ store, issuer }: AuthContext, username: string, clientId: string) => {
  const user = store.state.users.find((one) => one.username === username && !one.locked);
  if (!user) return undefined;
  const issued = await sign(store.state.keys[0]!, issuer, userClaims(user, clientId), USER_TOKEN_SECONDS);
  const refreshToken = randomUUID();
  store.state.refreshTokens[refreshToken] = { clientId, username };
  await store.save();
  return userBody(issued, refreshToken);
};

const byCode = async (context: AuthContext, client: Client, form: Form, reply: FastifyReply) => {
  const { codes } = context.store.state;
  const code = codes[form['code'] ?? ''];
  delete codes[form['code'] ?? ''];
  const good =
    code && code.clientId === client.id && code.redirectUri === form['redirect_uri'] && code.expiresAt > Date.now();
  const proven = good && proves(code.challenge, form['code_verifier']);
  const body = proven ? await issueToUser(context, code.username, client.id) : undefined;
  return body ?? refuse(reply, 400, 'invalid_grant', 'Invalid authorization code');
};

const byRefreshToken = async (context: AuthContext, client: Client, form: Form, reply: FastifyReply) => {
  const { refreshTokens } = context.store.state;
  const held = refreshTokens[form['refresh_token'] ?? ''];
  delete refreshTokens[form['refresh_token'] ?? ''];
  const body = held?.clientId === client.id ? await issueToUser(context, held.username, client.id) : undefined;
  return body ?? refuse(reply, 400, 'invalid_grant', 'Invalid refresh token');
};

const byClient = async ({ store, issuer }: AuthContext, client: Client, form: Form) => {
  const username = form['username'] || undefined;
  const known = store.state.users.find((user) => user.username === username);
  return clientBody(
    await sign(store.state.keys[0]!, issuer, clientClaims(client, username, known), CLIENT_TOKEN_SECONDS),
  );
};

/** `POST /oauth/token`: client credentials (with or without `username=`), authorization code, refresh token. */
export const tokenRoutes = (app: FastifyInstance, context: AuthContext): void => {
  app.post('/auth/oauth/token', async (request, reply) => {
    const form = { ...(request.query as Form), ...((request.body as Form | undefined) ?? {}) };
    const client = clientOf(context.store.state, request.headers.authorization);
    if (!client) return refuse(reply, 401, 'invalid_client', 'Bad client credentials');
    void reply.header('cache-control', 'no-store');
    const grant = form['grant_type'];
    if (!client.grants.some((one) => one === grant)) {
      const known = ['client_credentials', 'authorization_code', 'refresh_token'].includes(grant ?? '');
      return known
        ? refuse(reply, 400, 'unauthorized_client', `Unauthorized grant type: ${grant}`)
        : refuse(reply, 400, 'unsupported_grant_type', `Unsupported grant type: ${grant}`);
    }
    if (grant === 'client_credentials') return byClient(context, client, form);
    return grant === 'authorization_code'
      ? byCode(context, client, form, reply)
      : byRefreshToken(context, client, form, reply);
  });
};
