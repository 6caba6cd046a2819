import { registry } from '@throughcare/base/metric-registry';
import type { FastifyInstance } from 'fastify';

/** What is not built yet (501) is no failure of ours: it must not raise the alert that watches 5xx. */
const classOf = (status: number): string => (status === 501 ? '4xx' : `${Math.floor(status / 100)}xx`);
const STATUSES = ['2xx', '3xx', '4xx', '5xx'];
/** Asked by machines again and again, and 503 when something else is away: they would drown or fake what callers get. */
const OF_MACHINES = /^\/(health|metrics|info)\b/;

/** Times every answer by its route template: never by its path, which holds CRNs. */
export const addHttpMetrics = (fastify: FastifyInstance): void => {
  for (const status of STATUSES) registry.begin('throughcare_http_answers_total', { status });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const status = classOf(reply.statusCode);
    registry
      .observer('throughcare_http_request_seconds', { method: request.method, route, status })
      .observe(reply.elapsedTime / 1000);
    if (!OF_MACHINES.test(route)) registry.add('throughcare_http_answers_total', 1, { status });
    done();
  });
};
