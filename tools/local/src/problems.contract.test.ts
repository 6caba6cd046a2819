// What everything that answers in our name says when it refuses: the edge, a service, and what neither could read.
import { connect } from 'node:net';
import { SampleModule } from '@throughcare/platform/sample.fixture';
import { publicOperations } from '@throughcare/platform/public-operations';
import { type TestApp, startTestApp } from '@throughcare/platform/testing';
import { startEdge } from './edge/edge';
import { serviceOf } from './edge/edge-routes';
import { freePort } from './database/postgres';
import type { ServiceName } from './settings';

let app: TestApp;
let edge: Awaited<ReturnType<typeof startEdge>>;
const addresses: Record<'edge' | 'service', string> = { edge: '', service: '' };

beforeAll(async () => {
  app = await startTestApp(SampleModule, {}, { events: false });
  const gone = 'http://127.0.0.1:2';
  const names: readonly ServiceName[] = ['referral', 'assessment', 'booking', 'passport', 'integration-gateway'];
  const origins = Object.fromEntries(names.map((name) => [name, name === 'referral' ? gone : app.url]));
  const port = await freePort();
  edge = await startEdge(port, origins as Record<ServiceName, string>);
  addresses.edge = `http://127.0.0.1:${port}`;
  addresses.service = app.url;
});
afterAll(async () => {
  await edge.close();
  await app.close();
});

interface Refusal {
  readonly status: number;
  readonly type: string | null;
  readonly body: Record<string, unknown>;
}

const ask = async (url: string, init: RequestInit = {}): Promise<Refusal> => {
  const reply = await fetch(url, init);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  return {
    status: reply.status,
    type: reply.headers.get('content-type'),
    body: (await reply.json()) as Refusal['body'],
  };
};

const raw = (url: string, bytes: string): Promise<Refusal> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.once('error', reject).once('close', () => {
      const [head = '', body = ''] = text.split('\r\n\r\n');
      const type = /^content-type: (.+)$/im.exec(head)?.[1]?.trim() ?? null;
      resolve({ status: Number(head.split(' ')[1]), type, body: JSON.parse(body) });
    });
  });

const large = { method: 'POST', body: 'x'.repeat(1_100_000), headers: { 'content-type': 'application/json' } };
const refusals: readonly (readonly [name: string, status: number, code: string, () => Promise<Refusal>])[] = [
  ['the edge: no such address', 404, 'ROUTE_NOT_FOUND', () => ask(`${addresses.edge}/nowhere`)],
  ['a service: no such address', 404, 'ROUTE_NOT_FOUND', () => ask(`${addresses.service}/nowhere`)],
  ['the edge: too large', 413, 'PAYLOAD_TOO_LARGE', () => ask(`${addresses.edge}/cas3/v2/premises`, large)],
  ['a service: too large', 413, 'PAYLOAD_TOO_LARGE', () => ask(`${addresses.service}/samples`, large)],
  ['the edge: service away', 503, 'SERVICE_UNAVAILABLE', () => ask(`${addresses.edge}/cas3/applications`)],
  ['a service: no token', 401, 'TOKEN_MISSING', () => ask(`${addresses.service}/samples/me`)],
  ['a service: not built', 501, 'NOT_BUILT', () => ask(`${addresses.service}/people/X900001/offences`)],
  ['the edge: not built', 501, 'NOT_BUILT', () => ask(`${addresses.edge}/people/X900001/offences?a=b`)],
  ['the edge: unreadable', 400, 'MALFORMED_REQUEST', () => raw(addresses.edge, 'nonsense\r\n\r\n')],
  ['a service: unreadable', 400, 'MALFORMED_REQUEST', () => raw(addresses.service, 'nonsense\r\n\r\n')],
  [
    'the edge: headers too large',
    431,
    'HEADERS_TOO_LARGE',
    () => raw(addresses.edge, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
  ],
  [
    'a service: headers too large',
    431,
    'HEADERS_TOO_LARGE',
    () => raw(addresses.service, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
  ],
];

describe('one problem has one shape', () => {
  it.each(refusals)('F-068: %s', async (_name, status, code, refuse) => {
    const { body, ...head } = await refuse();
    expect(head).toEqual({ status, type: 'application/problem+json' });
    expect(body).toEqual({
      title: expect.any(String),
      status,
      detail: expect.any(String),
      instance: expect.any(String),
      code,
      errorCode: null,
      userMessage: body['title'],
      developerMessage: body['detail'],
      moreInfo: null,
    });
    expect(JSON.stringify(body)).not.toContain('X900001');
  });

  it('F-068: what a service and the edge say of the same mistake is the same', async () => {
    const said = async (address: string) => (await ask(`${address}/nowhere`)).body;
    expect(await said(addresses.edge)).toEqual(await said(addresses.service));
  });

  it('F-068: health says what it is', async () => {
    for (const path of ['/health', '/health/ping', '/health/liveness']) {
      const reply = await fetch(`${addresses.edge}${path}`);
      expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
      expect(await reply.json()).toMatchObject({ status: expect.any(String) });
    }
  });
});

it('F-005: every operation of the public APIs has a service that answers for it', () => {
  const homeless = publicOperations.filter(({ template }) => !serviceOf(template) && template !== '/health/ping');
  expect(homeless).toEqual([]);
});
