import { registry } from '@throughcare/messaging/telemetry/registry';
import type { FastifyInstance } from 'fastify';

/** Times every answer by its route template: never by its path, which holds CRNs. */
export const addHttpMetrics = (fastify: FastifyInstance): void => {
  fastify.addHook('onResponse', (request, reply, done) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: `${Math.floor(reply.statusCode / 100)}xx`,
    };
    registry.observer('throughcare_http_request_seconds', labels).observe(reply.elapsedTime / 1000);
    done();
  });
};
