import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ControlError } from '../kit/control';
import type { AuthContext } from './token.routes';
import { newKey, sign, userClaims } from './tokens';

const TokenBody = z.object({
  username: z.string(),
  clientId: z.string().default('throughcare-staff'),
  /** Instead of the user's own. */
  authorities: z.array(z.string()).optional(),
  /** Negative for a token that has expired. */
  expiresInSeconds: z.number().int().default(3600),
  issuer: z.string().optional(),
  /** `stranger`: signed by a key that is not published. */
  signedBy: z.enum(['current', 'stranger']).default('current'),
});

const UserBody = z.object({
  name: z.string().default('Staffan Worker'),
  authSource: z.enum(['delius', 'nomis', 'auth']).default('delius'),
  userId: z.string().default('251000'),
  authorities: z.array(z.string()).default(['ROLE_PROBATION']),
  locked: z.boolean().default(false),
  caseloads: z.array(z.string()).default([]),
  about: z.string().default('made through the control API'),
});

const RotateBody = z.object({ keepOld: z.boolean().default(true) });

/** Tokens for tests, users, key rotation. */
export const authControl = (app: FastifyInstance, { store, issuer }: AuthContext): void => {
  app.post('/__control/tokens', async (request, reply) => {
    const asked = TokenBody.parse(request.body);
    const user = store.state.users.find(({ username }) => username === asked.username);
    if (!user) throw new ControlError(404, `No user ${asked.username}`);
    const claims = userClaims({ ...user, authorities: asked.authorities ?? user.authorities }, asked.clientId);
    const key = asked.signedBy === 'stranger' ? await newKey() : store.state.keys[0]!;
    const issued = await sign(key, asked.issuer ?? issuer, claims, asked.expiresInSeconds);
    return reply.code(201).send({ access_token: issued.token, expires_in: issued.expiresIn, user_name: user.username });
  });
  app.post('/__control/keys/rotate', async (request, reply) => {
    const { keepOld } = RotateBody.parse(request.body ?? {});
    const key = await newKey();
    store.state.keys = [key, ...(keepOld ? store.state.keys : [])];
    return reply.code(201).send({ kid: key.kid });
  });
  app.get('/__control/users', () => store.state.users);
  app.put('/__control/users/:username', (request) => {
    const { username } = request.params as { username: string };
    const user = { username, ...UserBody.parse(request.body ?? {}) };
    store.state.users = [...store.state.users.filter((one) => one.username !== username), user];
    return user;
  });
};
