import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problemBody, problemOfStatus } from '../problem-body';
import { breaksOf } from './breaks';
import { contractOf } from './replies';
import type { Contract } from './replies';

const contracts = new WeakMap<object, Contract>();

/** Runs before every handler and remembers what it promises, so that a stored answer is held to it as well. */
class Remembers implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const contract = contractOf(context.getHandler());
    if (contract && context.getType() === 'http') contracts.set(context.switchToHttp().getRequest<object>(), contract);
    return true;
  }
}

const isEmpty = (payload: unknown): boolean => payload === undefined || payload === null || payload === '';

const parsed = (payload: unknown): unknown => {
  try {
    return JSON.parse(String(payload)) as unknown;
  } catch {
    return undefined;
  }
};

const breaksIn = ({ body, status }: Contract, reply: FastifyReply, payload: unknown): string[] => {
  const wrongStatus = reply.statusCode === status ? [] : [`status ${reply.statusCode} instead of ${status}`];
  if (body === 'file') return wrongStatus;
  if (body === 'nothing') return [...wrongStatus, ...(isEmpty(payload) ? [] : ['$ (stray)'])];
  return [...wrongStatus, ...breaksOf(body, parsed(payload))];
};

/**
 * For tests: every 2xx body is what its route promises, or becomes a 500 REPLY_BREAKS_CONTRACT whose detail names the route and the members,
 * never a value. Call it before the application listens.
 */
export const holdRepliesToContracts = (app: NestFastifyApplication, fastify: FastifyInstance): void => {
  app.useGlobalGuards(new Remembers());
  fastify.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
    const contract = contracts.get(request);
    if (!contract || reply.statusCode < 200 || reply.statusCode > 299) return payload;
    const breaks = breaksIn(contract, reply, payload);
    if (breaks.length === 0) return payload;
    const detail = `${request.method} ${request.routeOptions.url}: ${breaks.join(', ')}`;
    reply.status(500).removeHeader('content-length');
    reply.header('content-type', 'application/problem+json');
    return JSON.stringify(problemBody(problemOfStatus(500, 'REPLY_BREAKS_CONTRACT', detail), request.url));
  });
};
