// The local edge: joins the services by path, as an ingress does elsewhere. Streams both ways and keeps nothing.
import {
  Agent,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
  createServer,
  request,
} from 'node:http';
import type { ServiceName } from './settings';

/** First match wins; a prefix matches a path segment, not half a word. */
const routes: readonly (readonly [prefix: string, service: ServiceName])[] = [
  ['/cas3/applications', 'referral'],
  ['/cas3/assessments', 'assessment'],
  ['/cas3/timeline', 'assessment'],
  ['/tasks', 'assessment'],
  ['/cas3/people', 'integration-gateway'],
  ['/cas3/v2', 'booking'],
  ['/cas3/reference-data', 'booking'],
  ['/reference-data', 'booking'],
  ['/resettlement-passport', 'passport'],
  ['/events/cas3', 'integration-gateway'],
  ['/people', 'integration-gateway'],
  ['/profile', 'integration-gateway'],
  ['/staff', 'integration-gateway'],
  ['/sync', 'integration-gateway'],
];

const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
const IDLE_MS = 60_000;
/** More than any service takes. Refused here: a service that answers and closes during a large upload is not heard behind a proxy. */
const BODY_BYTES = 1_000_000;

export type Origins = Readonly<Record<ServiceName, string>>;

export const serviceOf = (path: string): ServiceName | undefined =>
  routes.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`))?.[1];

const problem = (response: ServerResponse, status: number, title: string, code: string) => {
  const body = JSON.stringify({ title, status, code });
  response.writeHead(status, { 'content-type': 'application/problem+json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
};

const withoutHops = (headers: IncomingMessage['headers']): OutgoingHttpHeaders => {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !hopByHop.includes(name) && !named.includes(name)),
  );
};

const forwarded = (incoming: IncomingMessage): OutgoingHttpHeaders => {
  const before = incoming.headers['x-forwarded-for'];
  const client = incoming.socket.remoteAddress ?? '';
  return {
    ...withoutHops(incoming.headers),
    ...(incoming.headers['transfer-encoding'] ? { 'transfer-encoding': 'chunked' } : {}),
    'x-forwarded-for': before ? `${String(before)}, ${client}` : client,
    'x-forwarded-proto': incoming.headers['x-forwarded-proto'] ?? 'http',
    'x-forwarded-host': incoming.headers['x-forwarded-host'] ?? incoming.headers.host,
  };
};

const pass = (incoming: IncomingMessage, response: ServerResponse, origin: string, agent: Agent) => {
  const { hostname, port } = new URL(origin);
  const { method, url: path } = incoming;
  const outgoing = request(
    { agent, hostname, port, method, path, headers: forwarded(incoming), timeout: IDLE_MS },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
      answer.once('error', () => response.destroy()).pipe(response);
    },
  );
  outgoing.once('timeout', () => outgoing.destroy(new Error('timeout')));
  outgoing.once('error', () => {
    if (response.headersSent) return response.destroy();
    problem(response, 503, 'The service behind this address does not answer', 'SERVICE_UNAVAILABLE');
  });
  response.once('close', () => outgoing.destroy());
  incoming.once('error', () => outgoing.destroy()).pipe(outgoing);
};

const healthOf = async (origin: string) => {
  try {
    const { ok } = await fetch(`${origin}/health/readiness`, { signal: AbortSignal.timeout(2_000) });
    return ok ? 'UP' : 'DOWN';
  } catch {
    return 'DOWN';
  }
};

const health = async (response: ServerResponse, origins: Origins) => {
  const names = Object.keys(origins) as ServiceName[];
  const states = await Promise.all(
    names.map(async (name) => [name, { status: await healthOf(origins[name]) }] as const),
  );
  const up = states.every(([, { status }]) => status === 'UP');
  response.writeHead(up ? 200 : 503, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ status: up ? 'UP' : 'DOWN', components: Object.fromEntries(states) }));
};

/** Listens on loopback (where no other host is named) and hands requests on by path; `/health` tells how all services are. */
export const startEdge = async (
  port: number,
  origins: Origins,
  host = '127.0.0.1',
): Promise<{ server: Server; close: () => Promise<void> }> => {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, response) => {
    const path = (incoming.url ?? '/').split('?')[0] ?? '/';
    if (path === '/health' || path === '/health/readiness') return void health(response, origins);
    if (path === '/health/liveness' || path === '/health/ping') return response.end('{"status":"UP"}');
    const service = serviceOf(path);
    if (!service) return problem(response, 404, 'No service answers to this address', 'NO_SUCH_ROUTE');
    if (Number(incoming.headers['content-length'] ?? 0) > BODY_BYTES) {
      incoming.resume();
      return problem(response, 413, 'The request body is too large', 'PAYLOAD_TOO_LARGE');
    }
    pass(incoming, response, origins[service], agent);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      agent.destroy();
      setTimeout(() => server.closeAllConnections(), 2_000).unref();
    });
  return { server, close };
};
