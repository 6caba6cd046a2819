import { connect } from 'node:net';
import { SampleModule } from '../sample.fixture';
import { startTestApp } from '../testing';
import { listenOnLoopback } from '../testing/loopback';
import { HTTP_LIMITS, newHttpServer } from './listener';

const raw = (url: string, bytes: string, more?: (write: (bytes: string) => void) => NodeJS.Timeout): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    const timer = more?.((rest) => socket.writable && socket.write(rest));
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.once('error', reject).once('close', () => {
      clearInterval(timer);
      resolve(text);
    });
  });

/** A byte every 50 ms: never idle, never done. */
const drip = (write: (bytes: string) => void) => setInterval(() => write('x'), 50);

describe('a server of ours', () => {
  it.each([
    ['headers', 'GET / HTTP/1.1\r\nX-Slow: '],
    ['a body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n'],
  ])('F-080: ends a request whose %s never end when its time is up', async (_name, bytes) => {
    const limits = { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 100 };
    const server = newHttpServer((request) => void request.resume(), limits);
    const url = await listenOnLoopback(server);
    const since = performance.now();
    const answer = await raw(url, bytes, drip);
    expect(performance.now() - since).toBeLessThan(2_500);
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*application\/problem\+json.*"code":"REQUEST_TIMEOUT"/s);
    server.close();
  });

  it('F-080: a service has the limits of all servers', async () => {
    const app = await startTestApp(SampleModule, {}, { events: false });
    const server = app.app.getHttpServer();
    expect(server).toMatchObject(HTTP_LIMITS);
    await app.close();
  });

  it('F-001: what its listener throws, now or later, is a 400 and the next request is served', async () => {
    const server = newHttpServer((request, response) => {
      if (request.url === '/now') throw new Error('John Smith');
      if (request.url === '/later') return Promise.reject(new Error('John Smith'));
      response.end('served');
      return undefined;
    });
    const url = await listenOnLoopback(server);
    for (const path of ['/now', '/later']) {
      const reply = await fetch(url + path);
      expect(reply.status).toBe(400);
      expect(await reply.json()).toMatchObject({ code: 'MALFORMED_REQUEST', instance: path });
    }
    expect(await (await fetch(url)).text()).toBe('served');
    server.closeAllConnections();
    server.close();
  });

  it('cuts off an answer that had begun, so that nobody takes it for whole', async () => {
    const server = newHttpServer((_request, response) => {
      response.write('half');
      throw new Error('x');
    });
    const url = await listenOnLoopback(server);
    await expect(fetch(url).then((reply) => reply.text())).rejects.toThrow();
    server.close();
  });
});
