import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Guard } from '../../kit/bearer';
import { rawBody } from '../../kit/fault-hooks';
import { londonDate } from '../../kit/london';
import type { Store } from '../../kit/store';
import type { DeliusState } from '../ndelius.state';
import { accessTo } from './access';
import { caseDetail, caseSummary, staffDetail } from './views';

export interface ReadsContext {
  store: Store<DeliusState>;
  now: () => Date;
  guard: (...roles: string[]) => Guard;
}

export const CASE_DETAIL = 'ROLE_PROBATION_API__APPROVED_PREMISES__CASE_DETAIL';
export const STAFF = 'ROLE_APPROVED_PREMISES_STAFF';

/** The error body of the probation adapters. */
export const probationError = (status: number, message: string): object => ({ status, message });
const missing = (reply: FastifyReply, message: string): FastifyReply =>
  reply.code(404).send(probationError(404, message));

/** The bulk reads take their list in the body, of a GET too. */
const identifiers = (request: FastifyRequest, reply: FastifyReply): string[] | undefined => {
  const refuse = (message: string): undefined => void reply.code(400).send(probationError(400, message));
  const parsed = z.array(z.string()).safeParse(parse(rawBody(request).toString()));
  if (!parsed.success) return refuse('Malformed request body');
  const count = parsed.data.length;
  return count < 1 || count > 500 ? refuse('Please provide between 1 and 500 crns') : parsed.data;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const caseRoutes = (app: FastifyInstance, { store, now, guard }: ReadsContext): void => {
  const today = (): string => londonDate(now());
  app.route({
    method: ['GET', 'POST'],
    url: '/probation-cases/summaries',
    preHandler: guard(CASE_DETAIL, STAFF),
    handler: (request, reply) => {
      const asked = identifiers(request, reply);
      if (!asked) return reply;
      const wanted = new Set(asked);
      const found = Object.values(store.state.people).filter(
        ({ crn, noms }) => wanted.has(crn) || (noms && wanted.has(noms)),
      );
      return { cases: found.map((person) => caseSummary(person, today())) };
    },
  });
  app.get('/probation-cases/:crn/details', { preHandler: guard(CASE_DETAIL, STAFF) }, (request, reply) => {
    const { crn } = request.params as { crn: string };
    const person = store.state.people[crn];
    return person ? caseDetail(person, today()) : missing(reply, `Person with crn of ${crn} not found`);
  });
  app.get('/documents/:crn/all', { preHandler: guard(CASE_DETAIL, STAFF) }, (request, reply) => {
    const { crn } = request.params as { crn: string };
    return store.state.people[crn]?.documents ?? missing(reply, `Person with crn of ${crn} not found`);
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/users/access',
    // The stored version of this route takes the older role only.
    preHandler: guard(STAFF),
    handler: (request, reply) => {
      const crns = identifiers(request, reply);
      if (!crns) return reply;
      const username = (request.query as { username?: string }).username?.toUpperCase();
      const known = store.state.users.find((user) => user.username.toUpperCase() === username)?.username.toUpperCase();
      return { access: crns.map((crn) => accessTo(crn, store.state.people[crn], known, today())) };
    },
  });
};

const staffRoutes = (app: FastifyInstance, { store, guard }: ReadsContext): void => {
  app.get('/staff', { preHandler: guard(CASE_DETAIL, STAFF) }, (request, reply) => {
    const { code } = request.query as { code?: string };
    if (!code) return reply.code(400).send(probationError(400, "Required parameter 'code' is not present."));
    const staff = store.state.staff[code];
    return staff ? staffDetail(staff) : missing(reply, `Staff with code of ${code} not found`);
  });
  app.get('/staff/:username', { preHandler: guard(CASE_DETAIL, STAFF) }, (request, reply) => {
    const { username } = request.params as { username: string };
    const staff = Object.values(store.state.staff).find((one) => one.username === username);
    return staff ? staffDetail(staff) : missing(reply, `Staff with username of ${username} not found`);
  });
  app.get('/teams/managingCase/:crn', { preHandler: guard(CASE_DETAIL, STAFF) }, (request, reply) => {
    const { crn } = request.params as { crn: string };
    const { staffCode } = request.query as { staffCode?: string };
    const person = store.state.people[crn];
    if (!person) return missing(reply, `Person with crn of ${crn} not found`);
    const inTeam =
      !staffCode || store.state.staff[staffCode]?.teams.some((team) => team.code === person.teamCode && !team.endDate);
    return { teamCodes: inTeam ? [person.teamCode] : [] };
  });
};

/** The reads of approved-premises-and-delius that we use. */
export const readsRoutes = (app: FastifyInstance, context: ReadsContext): void => {
  caseRoutes(app, context);
  staffRoutes(app, context);
  app.get('/health/ping', () => ({ status: 'UP' }));
};
