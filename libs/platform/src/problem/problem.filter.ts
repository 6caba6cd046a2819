import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { throwError } from 'rxjs';
import { logger, maskText } from '../logging';
import { problemOf } from './problem';
import type { Problem } from './problem';

const log = logger('http');

/**
 * The body of an error: RFC 9457 members, `code`, `invalid-params`, and the five members that clients of the passport API read.
 * `instance` is the path without query and with marks in place of ids of people.
 */
export const problemBody = (problem: Problem, path: string): Record<string, unknown> => ({
  title: problem.title,
  status: problem.status,
  detail: problem.detail,
  instance: maskText(path.split('?')[0] ?? ''),
  code: problem.code,
  ...(problem.invalidParams && { 'invalid-params': problem.invalidParams }),
  errorCode: null,
  userMessage: problem.title,
  developerMessage: problem.detail ?? problem.title,
  moreInfo: null,
});

const challenge = (code: string): string => (code === 'TOKEN_MISSING' ? 'Bearer' : 'Bearer error="invalid_token"');

/** Sends the problem. Bugs and outages are logged with what may be said of the error. */
export const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
  const problem = problemOf(error);
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
