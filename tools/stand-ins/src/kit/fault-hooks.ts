import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Fault, Faults } from './faults';
import { claimsOf, hashOf, type Journal } from './journal';

/** How an owner words an error: `{status, message}`, `{status, userMessage, developerMessage}`, `{error, …}`. */
export type ErrorBody = (status: number, message: string) => unknown;

interface Seen {
  startedAt: number;
  raw: Buffer;
  fault?: Fault;
  status?: number;
}

const seen = new WeakMap<FastifyRequest, Seen>();
const LATE = 'x-stand-in-late';

/** The body as bytes, also of a GET, which Fastify itself does not read. */
export const rawBody = (request: FastifyRequest): Buffer => seen.get(request)?.raw ?? Buffer.alloc(0);

const html = (title: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
const TITLES: Record<number, string> = {
  404: '404 Not Found',
  502: '502 Bad Gateway',
  503: '503 Service Temporarily Unavailable',
  504: '504 Gateway Time-out',
};
const page = (reply: FastifyReply, status: number): FastifyReply =>
  reply.code(status).type('text/html').send(html(TITLES[status]!));

const answerInstead = (fault: Fault, reply: FastifyReply, body: ErrorBody): FastifyReply | undefined => {
  switch (fault.kind) {
    case 'error':
      if (fault.retryAfter) void reply.header('retry-after', fault.retryAfter);
      return fault.status === 500
        ? reply.code(500).send(body(500, 'Internal Server Error'))
        : page(reply, fault.status);
    case 'rate-limit':
      if (fault.retryAfter) void reply.header('retry-after', fault.retryAfter);
      return reply.code(429).send(body(429, 'Too Many Requests'));
    case 'not-found':
      if (fault.body === 'html') return page(reply, 404);
      return reply.code(404).send(fault.body === 'json' ? body(404, 'Not found') : undefined);
    case 'unauthorised':
      return reply.code(401).send(body(401, 'Unauthorized'));
    case 'forbidden':
      return reply.code(403).send(body(403, 'Access Denied'));
    default:
      return undefined;
  }
};

const repeatLater = (app: FastifyInstance, request: FastifyRequest, afterMs: number): void => {
  const payload = rawBody(request);
  const headers = { ...request.headers, [LATE]: '1' };
  const timer = setTimeout(() => {
    void app.inject({ method: request.method as 'POST', url: request.url, headers, payload }).catch(() => undefined);
  }, afterMs);
  timer.unref();
};

const before = async (app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, body: ErrorBody) => {
  const { fault } = seen.get(request)!;
  if (!fault) return;
  if (fault.kind === 'delay') await wait(fault.ms);
  if (fault.kind === 'hang') reply.hijack();
  if (fault.kind === 'reset') {
    reply.hijack();
    request.raw.socket.destroy();
  }
  if (fault.kind === 'late-effect') {
    repeatLater(app, request, fault.afterMs);
    await page(reply, 504);
  }
  await answerInstead(fault, reply, body);
};

const trickle = async function* (text: Buffer, bytesPerSecond: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < text.length; at += bytesPerSecond) {
    yield text.subarray(at, at + bytesPerSecond);
    await wait(1000);
  }
};

const spoil = (fault: Fault, request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown => {
  const text = Buffer.isBuffer(payload) ? payload : Buffer.from(typeof payload === 'string' ? payload : '');
  if (fault.kind === 'lost-response') {
    if (fault.as === 'reset') request.raw.socket.destroy();
    else {
      const code = Number(fault.as);
      reply.code(code).type('text/html').removeHeader('content-length');
      return html(TITLES[code]!);
    }
  }
  if (fault.kind === 'slow-body') {
    reply.removeHeader('content-length');
    return Readable.from(trickle(text, fault.bytesPerSecond));
  }
  if (fault.kind !== 'malformed') return payload;
  reply.removeHeader('content-length');
  if (fault.how === 'html') {
    reply.type('text/html');
    return html('Sign in');
  }
  return fault.how === 'cut'
    ? text.subarray(0, Math.floor(text.length / 2))
    : Buffer.concat([text, Buffer.from(' {}')]);
};

const collect = async (payload: AsyncIterable<unknown>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of payload) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks);
};

const textOf = (request: FastifyRequest, raw: Buffer): string => {
  const form = request.headers['content-type']?.includes('x-www-form-urlencoded');
  return form
    ? new URLSearchParams(raw.toString()).toString() + ' ' + decodeURIComponent(raw.toString().replaceAll('+', ' '))
    : raw.toString();
};

interface Observed {
  journal: Journal;
  faults: Faults;
  now: () => Date;
  errorBody: ErrorBody;
}

const pathOf = (request: FastifyRequest): { path: string; query: string } => {
  const [path = '', query = ''] = request.url.split('?');
  return { path, query };
};

/** Starts following a request; writes the journal once, when its answer has left or its connection has gone. */
const follow = (request: FastifyRequest, reply: FastifyReply, { journal, now }: Observed): void => {
  const at = now().toISOString();
  const mine: Seen = { startedAt: performance.now(), raw: Buffer.alloc(0) };
  seen.set(request, mine);
  let recorded = false;
  const record = (): void => {
    if (recorded) return;
    recorded = true;
    journal.record({
      at,
      method: request.method,
      ...pathOf(request),
      ...claimsOf(request.headers.authorization),
      traceId: String(request.headers['traceparent'] ?? '').split('-')[1] ?? null,
      accept: request.headers.accept ?? null,
      bodyHash: hashOf(mine.raw),
      status: mine.status ?? (reply.raw.headersSent ? reply.raw.statusCode : null),
      latencyMs: Math.round((performance.now() - mine.startedAt) * 10) / 10,
      fault: request.headers[LATE] ? 'late-effect (performed)' : (mine.fault?.kind ?? null),
    });
  };
  reply.raw.once('finish', record).once('close', record);
};

const chooseFault = (request: FastifyRequest, faults: Faults, raw: Buffer): Fault | undefined => {
  if (request.headers[LATE]) return undefined;
  const { caller } = claimsOf(request.headers.authorization);
  return faults.take({ method: request.method, ...pathOf(request), caller, body: textOf(request, raw) });
};

/** Journals every request and applies the faults that hold for it. */
export const observe = (app: FastifyInstance, observed: Observed): void => {
  app.addHook('onRequest', (request, reply, done) => {
    follow(request, reply, observed);
    done();
  });
  app.addHook('preParsing', async (request, reply, payload) => {
    const mine = seen.get(request)!;
    mine.raw = await collect(payload);
    const fault = chooseFault(request, observed.faults, mine.raw);
    if (fault) mine.fault = fault;
    await before(app, request, reply, observed.errorBody);
    return Readable.from(mine.raw.length > 0 ? [mine.raw] : []);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const mine = seen.get(request);
    if (mine) mine.status = reply.statusCode;
    return mine?.fault ? spoil(mine.fault, request, reply, payload) : payload;
  });
};
