import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Optional, StreamableFile } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, from, lastValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import type { GuardedRequest } from '../access/access.guard';
import { Reaches } from '../access/reaches';
import { READS } from '../auth/decorators';
import { conflict, invalid, invalidField } from '@throughcare/base/errors';
import { logger } from '../logging';
import { PeopleClient } from '../people';
import { peopleIn, withPeople, withoutPeople } from './kept-people';
import { claim, keep, release } from './store';
import type { Answer, RequestKey } from './store';

const WAIT_MS = 10_000;
const LOOK_EVERY_MS = 100;
const KEPT_HEADERS = ['location', 'etag'];
const KEY = /^[\x21-\x7e]{1,255}$/;

/** The handler's word counts before its controller's. */
const onlyReads = (context: ExecutionContext): boolean =>
  [context.getHandler(), context.getClass()]
    .map((target) => Reflect.getMetadata(READS, target) as boolean | undefined)
    .find((reads) => reads !== undefined) ?? false;

type Request = FastifyRequest & GuardedRequest;

const keyOf = (request: Request): RequestKey | undefined => {
  const key = request.headers['idempotency-key'];
  const { principal } = request;
  if (key === undefined || !principal || ['GET', 'HEAD'].includes(request.method)) return undefined;
  if (typeof key !== 'string' || !KEY.test(key)) throw invalidField('Idempotency-Key', 'invalid');
  return {
    caller: `${principal.clientId}/${principal.username}`,
    route: `${request.method} ${request.routeOptions.url ?? ''}`,
    key,
    fingerprint: createHash('sha256')
      .update(`${request.url}\n${JSON.stringify(request.body) ?? ''}`)
      .digest('hex'),
  };
};

const answerOf = ({ access }: Request, reply: FastifyReply, result: unknown): Answer => ({
  status: reply.statusCode,
  headers: Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = reply.getHeader(name);
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  ),
  body: result === undefined ? null : withoutPeople(JSON.stringify(result)),
  asked: access?.asked.questions ?? [],
});

/**
 * For writes with an `Idempotency-Key`: the same request again, also at the same time, gets the answer of the first for 24 hours;
 * another request under the same key is refused (422). Only successes are kept, and of what only reads (`Reads`) nothing. A process that dies between the write and keeping
 * the answer leaves the key taken for a minute, and then free: unique constraints stay the last guard.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly log = logger('idempotency');

  /** People are there in services whose answers show any. */
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(Reaches) private readonly reaches: Reaches,
    @Optional() @Inject(PeopleClient) private readonly people?: PeopleClient,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http' || onlyReads(context)) return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const key = keyOf(request);
    return key ? defer(() => from(this.once(key, request, http.getResponse<FastifyReply>(), next))) : next.handle();
  }

  private async once(key: RequestKey, request: Request, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const taken = await this.take(key);
    if ('answer' in taken) return this.replay(request, reply, taken.answer);
    let result: unknown;
    try {
      result = await lastValueFrom(next.handle() as Observable<unknown>, { defaultValue: undefined });
    } catch (error) {
      await release(this.db, taken.owner).catch((err: unknown) => this.log.warn({ err }, 'key not given back'));
      throw error;
    }
    // The write is done: what goes wrong from here on must not turn its answer into an error.
    await this.keep(taken.owner, request, reply, result).catch((err: unknown) =>
      this.log.warn({ err }, 'answer not kept'),
    );
    return result;
  }

  private async keep(owner: string, request: Request, reply: FastifyReply, result: unknown): Promise<void> {
    if (result instanceof StreamableFile) await release(this.db, owner);
    else await keep(this.db, owner, answerOf(request, reply, result));
  }

  /** Whom and what a caller reaches may change within the day that an answer is kept: it is asked again, and so are people in the answer. */
  private async replay({ principal, member }: Request, reply: FastifyReply, answer: Answer): Promise<unknown> {
    const { status, headers, body, asked } = answer;
    if (principal) await this.reaches.again({ principal, ...(member && { member }) }, asked);
    const crns = body === null ? [] : peopleIn(body);
    const people = crns.length > 0 ? await this.people?.summaries(crns, principal?.token ?? '') : undefined;
    const shown = body === null ? undefined : withPeople(body, people ?? new Map());
    reply.status(status).headers({ ...headers, 'Idempotency-Replayed': 'true' });
    return shown;
  }

  private async take(key: RequestKey): Promise<{ owner: string } | { answer: Answer }> {
    const deadline = performance.now() + WAIT_MS;
    for (;;) {
      const found = await claim(this.db, key);
      if (found.state === 'ours' || found.state === 'answered') return found;
      if (found.state === 'other-request') throw invalid('IDEMPOTENCY_KEY_REUSED');
      if (performance.now() > deadline) throw conflict('IDEMPOTENT_REQUEST_RUNNING', { retryAfter: 5 });
      await sleep(LOOK_EVERY_MS);
    }
  }
}
