import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { throwError } from 'rxjs';
import { logger } from '../logging';
import { isPublicOperation } from '../public-operations';
import { problemBody, problemOfStatus } from '../problem-body';
import type { Problem } from '../problem-body';
import { problemOf } from './problem';

const log = logger('http');

const challenge = (code: string): string => (code === 'TOKEN_MISSING' ? 'Bearer' : 'Bearer error="invalid_token"');

/** Clients take a 404 for a fact about the person ("has no adjudications"), so an operation that is not built says so. */
const problemAt = (error: unknown, { is404, method, url }: FastifyRequest): Problem => {
  const problem = problemOf(error);
  const isAbsent = is404 && problem.status === 404;
  return isAbsent && isPublicOperation(method, url.split('?')[0] ?? '') ? problemOfStatus(501) : problem;
};

/** Sends the problem. Bugs and outages are logged with what may be said of the error. */
export const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
  const problem = problemAt(error, request);
  const at = { method: request.method, route: request.routeOptions.url ?? 'none', code: problem.code, err: error };
  if (problem.unexpected) log.error(at, 'request failed unexpectedly');
  else if (problem.status === 503) log.warn(at, 'request could not be served');
  if (reply.sent) return;
  if (problem.status === 401) reply.header('WWW-Authenticate', challenge(problem.code));
  if (problem.retryAfter !== undefined) reply.header('Retry-After', String(Math.ceil(problem.retryAfter)));
  reply
    .status(problem.status)
    .header('Content-Type', 'application/problem+json')
    .header('Cache-Control', 'no-store')
    .send(Buffer.from(JSON.stringify(problemBody(problem, request.url))));
};

/** The one filter. Errors of event handlers pass unchanged: the consumer runtime decides by their kind. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType() !== 'http') return throwError(() => error);
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
    return undefined;
  }
}
