import Fastify, { type FastifyInstance } from 'fastify';
import type { Clock } from './clock';
import { HTTP_LIMITS, controlApp } from './control';
import { observe, type ErrorBody } from './fault-hooks';
import { Faults } from './faults';
import { Journal } from './journal';
import type { Store } from './store';

/** Addresses of a running stand-in. */
export interface StandIn {
  name: string;
  url: string;
  controlUrl: string;
  close(): Promise<void>;
}

export interface Ports {
  port: number;
  controlPort: number;
}

export interface StandInOptions extends Ports {
  clock: Clock;
  controlToken: string;
  /** Keeps the state between runs. */
  file?: string;
}

export interface Parts<S> {
  name: string;
  store: Store<S>;
  errorBody: ErrorBody;
  /** The application to put under observation; a fresh Fastify without it. */
  app?: FastifyInstance;
  routes?(app: FastifyInstance): void;
  /** Own operations of the control API, beside the ones that all have. */
  control?(app: FastifyInstance): void;
  /** State for `PUT /__control/seed/{name}`. */
  seeds?: Record<string, (options: unknown) => S>;
  afterReset?: () => void | Promise<void>;
  onClose?: () => Promise<void>;
}

/** Another address only where a container is the boundary. */
const HOST = process.env['STAND_INS_HOST'] ?? '127.0.0.1';

/** Fastify as the stand-ins use it: errors in the owner's words, no request logging. */
export const bareApp = (errorBody: ErrorBody): FastifyInstance => {
  const limits = { bodyLimit: 2 * 1024 * 1024, requestTimeout: HTTP_LIMITS.requestTimeout, http: HTTP_LIMITS };
  const app = Fastify({ logger: false, forceCloseConnections: true, ...limits });
  app.setNotFoundHandler((request, reply) => {
    const [path] = request.url.split('?');
    return reply.code(404).send(errorBody(404, `No static resource ${path}`));
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    return reply.code(status).send(errorBody(status, status === 500 ? 'Internal Server Error' : error.message));
  });
  return app;
};

/** Starts a stand-in and its control API, both on loopback. */
export const startStandIn = async <S>(parts: Parts<S>, options: StandInOptions): Promise<StandIn> => {
  const now = (): Date => options.clock.now();
  const journal = new Journal();
  const faults = new Faults(now);
  const app = parts.app ?? bareApp(parts.errorBody);
  observe(app, { journal, faults, now, errorBody: parts.errorBody });
  parts.routes?.(app);
  const control = controlApp({ ...parts, journal, faults, clock: options.clock, token: options.controlToken });
  parts.control?.(control);
  const url = await app.listen({ host: HOST, port: options.port });
  const controlUrl = await control.listen({ host: HOST, port: options.controlPort });
  const close = async (): Promise<void> => {
    await parts.onClose?.();
    await Promise.all([app.close(), control.close()]);
    await parts.store.save();
  };
  return { name: parts.name, url, controlUrl, close };
};
