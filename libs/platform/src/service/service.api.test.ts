import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import { SampleModule } from '../sample.fixture';
import { initTelemetry, stopTelemetry } from '../telemetry';
import { startTestApp } from '../testing';
import type { TestApp, TestRequest } from '../testing';

const aSample = (over: Record<string, unknown> = {}) => ({ title: 'A', size: 1, startDate: '2026-03-01', ...over });
const spans = new InMemorySpanExporter();

describe('a service over HTTP', () => {
  let app: TestApp;
  let request: TestRequest;
  beforeAll(async () => {
    initTelemetry({ service: 'sample', exporter: spans });
    app = await startTestApp(SampleModule);
    request = await app.as({ username: 'CAST_01', authorities: ['ROLE_PROBATION'] });
  });
  afterAll(async () => {
    await app.close();
    await stopTelemetry();
  });
  beforeEach(() => spans.reset());

  describe('errors', () => {
    it('tells nothing about a bug', async () => {
      const { status, body } = await request.get('/samples/fail/bug');
      expect(status).toBe(500);
      expect(body).toEqual({
        title: 'Internal Server Error',
        status: 500,
        detail: null,
        instance: '/samples/fail/bug',
        code: 'UNEXPECTED',
        errorCode: null,
        userMessage: 'Internal Server Error',
        developerMessage: 'Internal Server Error',
        moreInfo: null,
      });
    });

    it('passes on the detail a refusal brings', async () => {
      const { status, body } = await request.get('/samples/fail/conflict');
      expect(status).toBe(409);
      expect(body).toMatchObject({
        detail: 'Booking clashes: 7b8f7b5e',
        developerMessage: 'Booking clashes: 7b8f7b5e',
      });
    });

    it('answers 404 with the status in the body', async () => {
      expect((await request.get('/samples/fail/missing')).body).toMatchObject({
        status: 404,
        code: 'SAMPLE_NOT_FOUND',
      });
    });

    it('answers 400 to a value the database cannot read, and 503 to a lost race', async () => {
      const unreadable = await request.get('/samples/fail/sql');
      expect(unreadable.status).toBe(400);
      expect(JSON.stringify(unreadable.body)).not.toContain('John');
      const busy = await request.get('/samples/fail/deadlock');
      expect(busy.status).toBe(503);
      expect(busy.headers.get('retry-after')).toBe('1');
    });
  });

  describe('headers, correlation and trace', () => {
    it('sets headers that keep answers from being framed, guessed or cached', async () => {
      const { headers } = await request.get('/samples/me');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
    });

    it('carries the caller’s correlation id into the handler and back, also after reading a body', async () => {
      const called = request.with({ 'x-correlation-id': 'click-12345678' });
      for (const answer of [
        await called.get('/samples/context'),
        await called.post('/samples/context', aSample({ data: { text: 'x'.repeat(200_000) } })),
      ]) {
        expect(answer.body).toMatchObject({ correlationId: 'click-12345678' });
        expect(answer.headers.get('x-correlation-id')).toBe('click-12345678');
      }
    });

    it.each(['short', 'has spaces in it', 'for-X320741', 'a'.repeat(65)])(
      'replaces the correlation id %s',
      async (given) => {
        const { headers } = await request.with({ 'x-correlation-id': given }).get('/samples/context');
        expect(headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
      },
    );

    it('continues the caller’s trace in one server span without identifiers', async () => {
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      const { body } = await request.with({ traceparent }).get<{ traceparent: string }>('/samples/context?crn=X320741');
      expect(body.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
      const [span] = spans.getFinishedSpans();
      expect(span?.name).toBe('GET /samples/context');
      expect(span?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
      expect(span?.attributes).toEqual({
        'http.request.method': 'GET',
        'http.route': '/samples/context',
        'http.response.status_code': 200,
      });
    });
  });

  it('serves the OpenAPI document', async () => {
    const { status, body } = await app.request.get<Record<string, never>>('/v3/api-docs');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      openapi: '3.1.0',
      components: {
        schemas: {
          SampleDto: {
            required: ['title', 'size', 'startDate'],
            properties: {
              startDate: { type: 'string', format: 'date' },
              ownerId: { type: ['string', 'null'], format: 'uuid' },
              contact: { anyOf: [{ $ref: '#/components/schemas/Contact' }, { type: 'null' }] },
              others: { type: ['array', 'null'] },
            },
          },
        },
      },
    });
  });

  it('answers the probes without a token', async () => {
    for (const path of ['/health', '/health/liveness', '/health/readiness', '/health/ping', '/info']) {
      expect([path, (await app.request.get(path)).status]).toEqual([path, 200]);
    }
    expect((await app.request.get('/health')).body).toEqual({ status: 'UP', components: { db: { status: 'UP' } } });
  });
});
