import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../auth/principal';
import { unavailable } from '@throughcare/base/errors';
import { logger } from '../logging';
import { problemBody } from '../problem-body';
import { problemOf } from '../problem/problem';
import { isPersonKey, ReadAudit } from './read-audit';

type Request = FastifyRequest & { principal?: Principal };

/** Numbers of people stand alone in what we answer: a longer text that holds one is nobody's name. */
const QUOTED = /"([A-Z\d]{7})"/g;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Kept by their own controllers, with what was looked for and why. */
const KEEPS_ITSELF = /^\/(?:ops|queue-admin)(?:\/|$)/;

const named = (payload: unknown): string[] =>
  typeof payload === 'string' ? [...payload.matchAll(QUOTED)].map(([, number = '']) => number).filter(isPersonKey) : [];

/** People in an answer of whom no more than their number is shown. */
const limitedIn = (payload: unknown): number =>
  typeof payload === 'string' ? payload.split('"RestrictedPerson"').length - 1 : 0;

const texts = (values: unknown): string[] =>
  Object.values((values ?? {}) as Record<string, unknown>)
    .flat()
    .filter((value) => typeof value === 'string');

/** Of query and body only what is an id: names that somebody looked for stay out. */
const ids = (values: unknown): string[] => texts(values).filter((text) => isPersonKey(text) || UUID.test(text));

const codeOf = (payload: unknown): string => {
  try {
    return (JSON.parse(String(payload)) as { code?: string }).code ?? 'FORBIDDEN';
  } catch {
    return 'FORBIDDEN';
  }
};

const keep = async (reads: ReadAudit, request: Request, status: number, payload: unknown): Promise<void> => {
  const { principal: user } = request;
  const path = request.routeOptions.url ?? '';
  if (!user) return;
  const route = `${request.method} ${path}`;
  const asked = [...texts(request.params), ...ids(request.query), ...ids(request.body)];
  if (status === 403) return reads.refused({ user, data: 'api', keys: asked, facts: { route } }, codeOf(payload));
  if (status >= 400 || KEEPS_ITSELF.test(path)) return;
  const limited = limitedIn(payload);
  const facts = { route, ...(limited > 0 && { limited }) };
  await reads.note({ user, data: 'api', keys: [...asked, ...named(payload)], facts, follows: true });
};

/**
 * Who was shown whom, and who was refused: kept before any answer of any route is given, so that no service has to think of it. The same
 * look by the same caller within five minutes is one. `limited` counts those of whom nothing but the number was shown. An answer that cannot be kept is not given (503).
 */
export const addReadTrail = (app: NestFastifyApplication, fastify: FastifyInstance): void => {
  const log = logger('read-trail');
  fastify.addHook('onSend', async (request: Request, reply: FastifyReply, payload: unknown) => {
    try {
      await keep(app.get(ReadAudit), request, reply.statusCode, payload);
      return payload;
    } catch (err) {
      log.error({ err }, 'a look was not kept');
      if (reply.statusCode >= 400) return payload;
      reply.status(503).header('content-type', 'application/problem+json');
      return Buffer.from(JSON.stringify(problemBody(problemOf(unavailable('LOOK_NOT_KEPT')), request.url)));
    }
  });
};
