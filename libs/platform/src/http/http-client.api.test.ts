import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { z } from 'zod';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import type { AppError } from '@throughcare/base/errors';
import { initTelemetry, runInContext, stopTelemetry, withSpan } from '../telemetry';
import { listenOnLoopback } from '../testing/loopback';
import { ClientCredentials } from './client-credentials';
import { HttpClient } from './http-client';
import { path } from './path';
import { REFUSES_US, UpstreamAnswer, retryAfterOf } from './upstream';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
type Answer = { status?: number; headers?: Record<string, string>; body?: string; delayMs?: number; drop?: boolean };

describe('HttpClient', () => {
  const spans = new InMemorySpanExporter();
  let server: Server;
  let baseUrl: string;
  let seen: Seen[];
  let answer: Answer;
  beforeAll(async () => {
    initTelemetry({ service: 'test', exporter: spans });
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
        if (answer.drop) return void request.socket.destroy();
        const { status = 200, headers = {}, delayMs = 0 } = answer;
        setTimeout(() => response.writeHead(status, headers).end(answer.body ?? '{"ok":true}'), delayMs);
      });
    });
    baseUrl = await listenOnLoopback(server);
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await stopTelemetry();
  });
  beforeEach(() => {
    seen = [];
    answer = {};
    spans.reset();
  });
  const client = (over = {}) => new HttpClient({ name: 'prison-api', baseUrl, timeoutMs: 300, ...over });
  const failure = (work: Promise<unknown>): Promise<AppError> =>
    work.then(
      () => Promise.reject(new Error('no failure')),
      (e: AppError) => e,
    );

  it('sends and reads JSON, with query, token and headers', async () => {
    const api = client({ headers: { 'X-SERVICE-NAME': 'temporary-accommodation' } });
    const found = await api.post(
      '/cases?',
      { crns: ['X1'] },
      { token: 't0k', query: { page: 1, statuses: ['a', 'b'], none: undefined } },
    );
    expect(found).toEqual({ ok: true });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/cases??page=1&statuses=a&statuses=b',
      body: '{"crns":["X1"]}',
    });
    expect(seen[0]?.headers).toMatchObject({
      authorization: 'Bearer t0k',
      'content-type': 'application/json',
      'x-service-name': 'temporary-accommodation',
    });
  });

  it('keeps parameters inside their segment', async () => {
    await client().get(path`/people/${'a/../b?c=1#d'}/offences/${7}`);
    expect(seen[0]?.url).toBe('/people/a%2F..%2Fb%3Fc%3D1%23d/offences/7');
    for (const bad of ['', '.', '..']) expect(() => path`/people/${bad}/offences`).toThrow('PATH_PARAMETER_INVALID');
  });

  it('takes an empty answer as undefined', async () => {
    answer = { status: 204, body: '' };
    expect(await client().delete('/x')).toBeUndefined();
  });

  it.each([
    [404, 'not-found', 'UPSTREAM_NOT_FOUND'],
    [401, 'forbidden', 'UPSTREAM_REFUSED'],
    [403, 'forbidden', 'UPSTREAM_REFUSED'],
    [409, 'conflict', 'UPSTREAM_CONFLICT'],
    [400, 'invalid', 'UPSTREAM_REJECTED'],
    [422, 'invalid', 'UPSTREAM_REJECTED'],
    [302, 'invalid', 'UPSTREAM_REJECTED'],
    [429, 'unavailable', 'UPSTREAM_BUSY'],
    [500, 'unavailable', 'UPSTREAM_FAILED'],
    [503, 'unavailable', 'UPSTREAM_FAILED'],
  ])('turns %i into %s', async (status, kind, code) => {
    answer = { status, body: '{"userMessage":"John Smith"}' };
    const error = await failure(client().get('/x'));
    expect(error).toMatchObject({ kind, code });
    expect(error.details.cause).toBeInstanceOf(UpstreamAnswer);
    expect((error.details.cause as UpstreamAnswer).body).toEqual({ userMessage: 'John Smith' });
    expect(JSON.stringify(error)).not.toContain('John');
  });

  it('hands on that waiting does not help, and no other words', async () => {
    answer = { status: 503, body: JSON.stringify({ detail: REFUSES_US }) };
    expect(await failure(client().get('/x'))).toMatchObject({
      code: 'UPSTREAM_FAILED',
      details: { detail: REFUSES_US },
    });
    answer = { status: 503, body: JSON.stringify({ detail: 'John Smith' }) };
    expect((await failure(client().get('/x'))).details.detail).toBeUndefined();
  });

  it('hands on how long to wait', async () => {
    answer = { status: 429, headers: { 'retry-after': '7' } };
    expect((await failure(client().get('/x'))).details.retryAfter).toBe(7);
  });

  it.each([
    ['17', 17],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['999999', 3600],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('reads Retry-After %p as %p seconds', (header, seconds) =>
    expect(retryAfterOf(header, Date.parse('2026-11-21T12:00:00Z'))).toBe(seconds),
  );

  it('gives up at the deadline, with an unknown outcome', async () => {
    answer = { delayMs: 450 };
    expect(await failure(client().post('/x'))).toMatchObject({ kind: 'unavailable', code: 'UPSTREAM_TIMEOUT' });
  });

  it('tells a connection that broke from one that never was', async () => {
    answer = { drop: true };
    expect(await failure(client().post('/x'))).toMatchObject({ kind: 'unavailable', code: 'UPSTREAM_LOST' });
    const nobody = client({ baseUrl: 'http://127.0.0.1:2' });
    expect(await failure(nobody.post('/x'))).toMatchObject({ kind: 'unavailable', code: 'UPSTREAM_UNREACHABLE' });
  });

  it('calls an answer unreadable that is not JSON, or not of the shape asked for', async () => {
    answer = { body: '<html>' };
    expect(await failure(client().get('/x'))).toMatchObject({ code: 'UPSTREAM_UNREADABLE' });
    answer = { body: '{"crn":1}' };
    const schema = z.object({ crn: z.string() });
    expect(await failure(client().get('/x', { schema }))).toMatchObject({ code: 'UPSTREAM_UNREADABLE' });
  });

  it('carries trace and correlation, and keeps identifiers out of the span', async () => {
    await runInContext({ correlationId: 'click-12345678' }, () =>
      withSpan('parent', {}, () => client().get(path`/people/${'X320741'}/offences`)),
    );
    const [call, parent] = spans.getFinishedSpans();
    expect(seen[0]?.headers).toMatchObject({
      'x-correlation-id': 'click-12345678',
      traceparent: `00-${parent?.spanContext().traceId}-${call?.spanContext().spanId}-01`,
    });
    expect(call).toMatchObject({ name: 'GET prison-api', attributes: { 'url.template': '/people/{}/offences' } });
    expect(JSON.stringify([call?.name, call?.attributes])).not.toContain('X320741');
  });

  describe('client credentials', () => {
    let now = 0;
    const source = () =>
      new ClientCredentials({
        tokenUrl: `${baseUrl}/auth/oauth/token`,
        clientId: 'a client',
        clientSecret: 's+c',
        now: () => now,
      });
    const granted = (token: string, life = 1200) => ({
      body: JSON.stringify({ access_token: token, expires_in: life }),
    });
    beforeEach(() => {
      now = 1_000_000;
      answer = granted('t1');
    });

    it('are asked for with a Basic header and a form, once for many callers', async () => {
      const tokens = source();
      expect(await Promise.all([tokens.token(), tokens.token()])).toEqual(['t1', 't1']);
      expect(seen).toHaveLength(1);
      expect(seen[0]?.body).toBe('grant_type=client_credentials');
      const basic = Buffer.from('a%20client:s%2Bc').toString('base64');
      expect(seen[0]?.headers.authorization).toBe(`Basic ${basic}`);
    });

    it('are kept until a minute before they expire', async () => {
      const tokens = source();
      await tokens.token();
      answer = granted('t2');
      now += 1_139_000;
      expect(await tokens.token()).toBe('t1');
      now += 1_001;
      expect(await tokens.token()).toBe('t2');
    });

    it('are kept apart by username', async () => {
      const tokens = source();
      await tokens.token();
      answer = granted('t2');
      expect([await tokens.token('CAST_01'), await tokens.token()]).toEqual(['t2', 't1']);
      expect(seen[1]?.body).toBe('grant_type=client_credentials&username=CAST_01');
    });

    it('are unavailable when refused or unreadable, and asked for again', async () => {
      const tokens = source();
      answer = { status: 401, body: '{"error":"invalid_client"}' };
      expect(await failure(tokens.token())).toMatchObject({ kind: 'unavailable', code: 'TOKEN_UNAVAILABLE' });
      answer = { body: '{}' };
      expect(await failure(tokens.token())).toMatchObject({ code: 'TOKEN_UNAVAILABLE' });
      answer = granted('t3');
      expect(await tokens.token()).toBe('t3');
    });

    it('are put on a client’s calls', async () => {
      const api = client({ tokens: { token: async (username?: string) => `for-${username ?? 'us'}` } });
      await api.get('/x', { username: 'CAST_01' });
      await api.get('/x', { token: 'own' });
      expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer for-CAST_01', 'Bearer own']);
    });
  });
});
