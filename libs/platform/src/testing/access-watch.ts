import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { GuardedRequest } from '../access/access.guard';
import { ASKED } from '../access/decorators';
import { problemBody, problemOfStatus } from '../problem-body';

/** Watches a service in tests: which routes it serves, and whether each answer has asked what its route declares. */
export class AccessWatch {
  /** `GET /x/:id` */
  readonly served = new Set<string>();
  private readonly unasked = new Set<string>();

  /** An answer without asking becomes a 500; a stored answer that is given again asks again. */
  watch(app: NestFastifyApplication): void {
    const fastify = app.getHttpAdapter().getInstance();
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) if (one !== 'HEAD') this.served.add(`${one} ${url}`);
    });
    fastify.addHook('onSend', async (request, reply, payload) => {
      const { access } = request as GuardedRequest;
      if (!access || reply.statusCode >= 300) return payload;
      const missing = reachesOf(access).filter((kind) => !access.asked.kinds.has(kind));
      if (missing.length === 0) return payload;
      const route = `${request.method} ${request.routeOptions.url}: ${missing.join(', ')}`;
      this.unasked.add(route);
      reply.status(500).header('content-type', 'application/problem+json').removeHeader('content-length');
      return JSON.stringify(problemBody(problemOfStatus(500, 'REACH_NOT_ASKED', route), request.url));
    });
  }

  /** Whoever left an asking out on purpose has seen what follows. */
  forgive(): void {
    this.unasked.clear();
  }

  /** Throws where there was one, whatever the test made of its status. */
  check(): void {
    if (this.unasked.size > 0) throw new Error(`answered without asking @Reach: ${[...this.unasked].join('; ')}`);
  }
}

const reachesOf = ({ rule }: NonNullable<GuardedRequest['access']>) =>
  'reach' in rule ? rule.reach.filter((kind) => ASKED.includes(kind)) : [];
