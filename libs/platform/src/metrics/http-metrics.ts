import { registry } from '@throughcare/messaging/telemetry/registry';
import type { FastifyInstance } from 'fastify';

/** What is not built yet (501) is no failure of ours: it must not raise the alert that watches 5xx. */
const classOf = (status: number): string => (status === 501 ? '4xx' : `${Math.floor(status / 100)}xx`);

/** Times every answer by its route template: never by its path, which holds CRNs. */
export const addHttpMetrics = (fastify: FastifyInstance): void => {
  fastify.addHook('onResponse', (request, reply, done) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: classOf(reply.statusCode),
    };
    registry.observer('throughcare_http_request_seconds', labels).observe(reply.elapsedTime / 1000);
    done();
  });
};
