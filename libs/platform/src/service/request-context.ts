import { SpanKind, context, propagation, trace } from '@opentelemetry/api';
import type { Context, Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { correlationIdOf } from '@throughcare/base/context';
import { logger } from '../logging';
import { failSpan, runInContext } from '../telemetry';
import { tracer } from '../telemetry/spans';

/** What a request carries through its hooks. */
interface RequestContext {
  readonly correlationId: string;
  readonly span: Span;
  readonly otel: Context;
}
const contexts = new WeakMap<FastifyRequest, RequestContext>();
const log = logger('http');

/** Never the URL: paths hold CRNs and queries hold names. */
const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'none';
const isProbe = (route: string): boolean => /^\/(health|info|ping|metrics)/.test(route);

const open = (request: FastifyRequest): RequestContext => {
  const route = routeOf(request);
  const attributes = { 'http.request.method': request.method, 'http.route': route };
  const parent = propagation.extract(context.active(), request.headers);
  const span = tracer().startSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
  const correlationId = correlationIdOf(request.headers['x-correlation-id']);
  return { correlationId, span, otel: trace.setSpan(parent, span) };
};

const within = ({ correlationId, otel }: RequestContext, work: () => void): void =>
  context.with(otel, () => runInContext({ correlationId }, work));

const close = (request: FastifyRequest, reply: FastifyReply): void => {
  const current = contexts.get(request);
  if (!current) return;
  const { span } = current;
  span.setAttribute('http.response.status_code', reply.statusCode);
  if (reply.statusCode >= 500 && reply.statusCode !== 501) failSpan(span, { code: String(reply.statusCode) });
  span.end();
  const route = routeOf(request);
  const facts = { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
  within(current, () => (isProbe(route) ? log.debug(facts, 'answered') : log.info(facts, 'answered')));
};

/** Correlation in and out, one server span per request, one log line per answer. */
export const addRequestContext = (fastify: FastifyInstance): void => {
  fastify.addHook('onRequest', (request, reply, done) => {
    const current = open(request);
    contexts.set(request, current);
    reply.header('X-Correlation-Id', current.correlationId);
    within(current, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    close(request, reply);
    done();
  });
};
