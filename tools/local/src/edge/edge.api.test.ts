import { Agent, type IncomingHttpHeaders, type Server, createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { startEdge } from './edge';
import { freePort } from '../database/postgres';
import type { ServiceName } from '../settings';

let upstream: Server;
let edge: Awaited<ReturnType<typeof startEdge>>;
let url: string;
let isWell = true;
let seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = [];

const gone = 'http://127.0.0.1:9';

beforeAll(async () => {
  upstream = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    if (incoming.url === '/people/rude') return void incoming.socket.destroy();
    if (incoming.url === '/people/early') return void response.end('early');
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming;
      seen.push({ method, url: path, headers, body: Buffer.concat(chunks).toString() });
      if (path.startsWith('/people/slow')) return void response.write('first ');
      const answers = path.startsWith('/health') ? 200 : 201;
      response.writeHead(path === '/health' && !isWell ? 503 : answers, {
        'x-pagination-totalpages': '3',
        connection: 'x-hop',
        'x-hop': 'no',
      });
      response.end('body');
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  const origins = {
    referral: origin,
    assessment: origin,
    booking: origin,
    passport: gone,
    'integration-gateway': origin,
  };
  const port = await freePort();
  edge = await startEdge(port, origins satisfies Record<ServiceName, string>);
  url = `http://127.0.0.1:${port}`;
});

beforeEach(() => {
  seen = [];
  isWell = true;
});
afterAll(async () => {
  await edge.close();
  upstream.closeAllConnections();
  upstream.close();
});

/** These bytes, and all that comes back until the edge ends the connection. */
const raw = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(Buffer.from(bytes, 'latin1')));
    let answer = '';
    socket.setTimeout(5_000, () => socket.destroy(new Error('no end')));
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.once('error', reject).once('close', () => resolve(answer));
  });

describe('the edge over HTTP', () => {
  it('answers the document of the API with that of all services, which the gateway has', async () => {
    await fetch(`${url}/v3/api-docs`);
    expect(seen.map((one) => one.url)).toEqual(['/v3/api-docs/all']);
    expect((await fetch(`${url}/v3/api-docs/all`)).status).toBe(404);
  });

  it.each([
    ['HTTP/1.0 without Host', 'GET /reference-data/probation-regions HTTP/1.0\r\n\r\n', '201'],
    ['HTTP/0.9', 'GET /reference-data/probation-regions\r\n\r\n', '201'],
    ['HTTP/1.1 without Host', 'GET /people HTTP/1.1\r\nConnection: close\r\n\r\n', '400'],
    ['a host that is no text', 'GET /people HTTP/1.1\r\nHost: \x7f\x01\r\n\r\n', '400'],
    ['a header of NUL', 'GET /people HTTP/1.1\r\nHost: a\r\nX-Forwarded-Host: \0\r\n\r\n', '400'],
    ['a path that nobody may send on', 'GET /people/\x80\xff HTTP/1.0\r\n\r\n', '400'],
    ['half a request line', 'GET /peo\r\n\r\n', '404'],
    ['a method of its own', 'BREW /people HTTP/1.1\r\nHost: a\r\n\r\n', '400'],
    ['two lengths', 'POST /people HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', '400'],
    [
      'a connection header that names everything',
      'GET /people HTTP/1.0\r\nConnection: host, x-a\r\nHost: a\r\n\r\n',
      '201',
    ],
    ['a target that is another address', 'GET http://other/people HTTP/1.0\r\nHost: a\r\n\r\n', '404'],
    ['a tunnel', 'CONNECT people:443 HTTP/1.1\r\nHost: a\r\n\r\n', undefined],
  ])('F-001: %s ends nothing but itself', async (_name, bytes, status) => {
    const answer = await raw(bytes).catch((error: Error) => error.message);
    expect(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]).toBe(status);
    expect((await fetch(`${url}/people/summaries`)).status).toBe(201);
  });

  it.each(['GET', 'DELETE', 'POST'])(
    'F-001: the body of a %s stays one, whatever headers it names as hops',
    async (method) => {
      const smuggled = 'GET /people/smuggled HTTP/1.1\r\nHost: a\r\n\r\n';
      const head = `${method} /people/one HTTP/1.1\r\nHost: a\r\nConnection: close, content-length, host`;
      await raw(`${head}\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`);
      expect(seen.map(({ url: path, body }) => [path, body])).toEqual([['/people/one', smuggled]]);
    },
  );

  it.each([
    ['hangs up during', '/people/rude', 503],
    ['answers before the end of', '/people/early', 200],
  ])('serves the next request of a connection when a service %s an upload', async (_what, path, status) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = (method: string, to: string, body?: string) =>
      new Promise<number>((resolve, reject) => {
        const outgoing = request(url + to, { method, agent, timeout: 3_000 }, (answer) =>
          answer.resume().once('end', () => resolve(answer.statusCode ?? 0)),
        );
        outgoing.once('timeout', () => outgoing.destroy(new Error('no answer'))).once('error', reject);
        outgoing.end(body);
      });
    expect(await send('POST', path, 'x'.repeat(900_000))).toBe(status);
    expect(await send('GET', '/people/next')).toBe(201);
    agent.destroy();
  });

  it('passes method, path, query, body, status and headers, and says who asked', async () => {
    const reply = await fetch(`${url}/cas3/v2/bedspaces/search?page=2`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { authorization: 'Bearer x', 'x-forwarded-for': '10.0.0.1' },
    });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('x-pagination-totalpages')).toBe('3');
    expect(reply.headers.get('x-hop')).toBeNull();
    expect(await reply.text()).toBe('body');
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/cas3/v2/bedspaces/search?page=2', body: '{"a":1}' });
    expect(seen[0]?.headers).toMatchObject({
      authorization: 'Bearer x',
      'x-forwarded-for': '10.0.0.1, 127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': new URL(url).host,
    });
  });

  it('refuses what no service would take, and nobody is asked', async () => {
    const reply = await fetch(`${url}/cas3/applications`, { method: 'POST', body: 'x'.repeat(1_048_576) });
    expect(reply.status).toBe(413);
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect(seen).toEqual([]);
  });

  it('answers 503 as problem+json while a service is away, and 404 where none is meant', async () => {
    const away = await fetch(`${url}/resettlement-passport/prisons`);
    expect(away.status).toBe(503);
    expect(away.headers.get('content-type')).toBe('application/problem+json');
    expect(await away.json()).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
    const nowhere = await fetch(`${url}/nowhere`);
    expect(nowhere.status).toBe(404);
  });

  it('calls a service down that calls itself down, and stays ready while it takes requests', async () => {
    isWell = false;
    const components = async (path: string) =>
      ((await (await fetch(`${url}${path}`)).json()) as { components: Record<string, object> }).components;
    expect(await components('/health')).toMatchObject({ booking: { status: 'DOWN' } });
    expect(await components('/health/readiness')).toMatchObject({ booking: { status: 'UP' } });
  });

  it('sums up the health of all services', async () => {
    const reply = await fetch(`${url}/health`);
    expect(reply.status).toBe(503);
    expect(await reply.json()).toMatchObject({
      status: 'DOWN',
      components: { booking: { status: 'UP' }, passport: { status: 'DOWN' } },
    });
  });

  it('streams: the first bytes arrive before the last are written', async () => {
    const first = await new Promise<string>((resolve) => {
      const outgoing = request(`${url}/people/slow`, (answer) =>
        answer.once('data', (chunk: Buffer) => {
          resolve(chunk.toString());
          outgoing.destroy();
        }),
      );
      outgoing.on('error', () => undefined);
      outgoing.end();
    });
    expect(first).toBe('first ');
  });
});
