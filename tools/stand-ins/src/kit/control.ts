import { timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Clock } from './clock';
import { FaultRule, type Faults } from './faults';
import type { Journal } from './journal';
import type { Store } from './store';

export const CONTROL_HEADER = 'x-control-token';

export interface ControlParts<S> {
  name: string;
  store: Store<S>;
  journal: Journal;
  faults: Faults;
  clock: Clock;
  token: string;
  seeds?: Record<string, (options: unknown) => S>;
  afterReset?: () => void | Promise<void>;
}

/** An operation of a control API was asked for something that does not exist or makes no sense. */
export class ControlError extends Error {
  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** As every server of Throughcare: Node looks for slow senders every 30 s unless it is told otherwise. */
export const HTTP_LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 };

const same = (given: unknown, token: string): boolean => {
  const [a, b] = [Buffer.from(typeof given === 'string' ? given : ''), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
};

const ClockBody = z.object({ now: z.iso.datetime({ offset: true }).nullable(), frozen: z.boolean().default(false) });

/** `GET /__control/journal?since=`, clock, faults, seed, reset, state: what every stand-in offers to tests and operators. */
export const controlApp = <S>(parts: ControlParts<S>): FastifyInstance => {
  const app = Fastify({ logger: false, forceCloseConnections: true, requestTimeout: 30_000, http: HTTP_LIMITS });
  app.addHook('onRequest', async (request, reply) => {
    if (!same(request.headers[CONTROL_HEADER], parts.token)) {
      await reply.code(401).send({ message: `The header ${CONTROL_HEADER} is missing or wrong` });
    }
  });
  // What was answered is kept, also over a kill.
  app.addHook('onSend', async (request) => {
    if (request.method !== 'GET') await parts.store.save();
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
    reply.code(error instanceof z.ZodError ? 400 : (error.statusCode ?? 500)).send({ message: error.message }),
  );
  common(app, parts);
  faultRoutes(app, parts);
  stateRoutes(app, parts);
  return app;
};

const common = <S>(app: FastifyInstance, { name, journal, clock }: ControlParts<S>): void => {
  app.get('/__control', () => ({ name, now: clock.now().toISOString() }));
  app.get('/__control/journal', (request) => journal.since((request.query as { since?: string }).since));
  app.delete('/__control/journal', (_request, reply) => {
    journal.clear();
    return reply.code(204).send();
  });
  app.get('/__control/clock', () => ({ now: clock.now().toISOString() }));
  app.put('/__control/clock', (request) => {
    const { now, frozen } = ClockBody.parse(request.body);
    if (now === null) clock.reset();
    else clock.set(new Date(now), frozen);
    return { now: clock.now().toISOString() };
  });
};

const faultRoutes = <S>(app: FastifyInstance, { faults }: ControlParts<S>): void => {
  app.get('/__control/faults', () => faults.list());
  app.post('/__control/faults', (request, reply) =>
    reply.code(201).send({ id: faults.add(FaultRule.parse(request.body)) }),
  );
  app.delete('/__control/faults', (_request, reply) => {
    faults.remove();
    return reply.code(204).send();
  });
  app.delete('/__control/faults/:id', (request, reply) => {
    faults.remove(Number((request.params as { id: string }).id));
    return reply.code(204).send();
  });
};

const stateRoutes = <S>(app: FastifyInstance, { store, seeds, afterReset, faults, journal }: ControlParts<S>): void => {
  app.get('/__control/state', () => store.state);
  app.post('/__control/reset', async (_request, reply) => {
    store.reset();
    faults.remove();
    journal.clear();
    await afterReset?.();
    return reply.code(204).send();
  });
  app.put('/__control/seed/:name', async (request, reply) => {
    const { name } = request.params as { name: string };
    const seed = seeds?.[name];
    if (!seed)
      throw new ControlError(404, `No seed ${name}; there is ${Object.keys(seeds ?? {}).join(', ') || 'none'}`);
    const options: unknown = request.body ?? {};
    store.reset(() => seed(options));
    await afterReset?.();
    return reply.code(204).send();
  });
};
