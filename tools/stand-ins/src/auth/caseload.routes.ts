import type { FastifyInstance } from 'fastify';
import { decodeJwt } from 'jose';
import type { Guard } from '../kit/bearer';
import type { Store } from '../kit/store';
import type { AuthState } from './auth.state';

/** Of nomis-user-roles, beside HMPPS Auth because that is where users are known: the prisons of whoever asks. */
export const caseloadRoutes = (app: FastifyInstance, store: Store<AuthState>, bearer: Guard): void => {
  app.get('/nomis-user-roles/me/caseloads', { preHandler: bearer }, (request, reply) => {
    const { user_name: username } = decodeJwt(request.headers.authorization?.split(' ')[1] ?? '');
    const user = store.state.users.find((one) => one.username === username && one.authSource === 'nomis');
    if (!user) return reply.code(404).send({ status: 404, userMessage: `User not found: ${String(username)}` });
    const caseloads = (user.caseloads ?? []).map((id) => ({ id, name: id }));
    return reply.send({
      username: user.username,
      active: !user.locked,
      accountType: 'GENERAL',
      caseloads,
      ...(caseloads[0] && { activeCaseload: caseloads[0] }),
    });
  });
};
