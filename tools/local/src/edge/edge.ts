// The local edge: joins the services by path, as an ingress does elsewhere. Streams both ways and keeps nothing.
import { Agent, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerPlain, newHttpServer } from '@throughcare/platform/http-listener';
import { problemOfStatus } from '@throughcare/platform/problem-body';
import { pass } from './edge-pass';
import { serviceOf } from './edge-routes';
import type { ServiceName } from '../settings';

/** More than any service takes. Refused here: a service that answers and closes during a large upload is not heard behind a proxy. */
const BODY_BYTES = 1_000_000;

/** Each service has its own document there; the edge answers with that of all, which the gateway has. */
const API_DOCS = '/v3/api-docs';

export type Origins = Readonly<Record<ServiceName, string>>;

/** What a service says of itself; `/health` counts the systems around it, readiness does not. */
const healthOf = async (address: string) => {
  try {
    const { ok } = await fetch(address, { signal: AbortSignal.timeout(2_000) });
    return ok ? 'UP' : 'DOWN';
  } catch {
    return 'DOWN';
  }
};

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

const health = async (response: ServerResponse, origins: Origins, path: string) => {
  const names = Object.keys(origins) as ServiceName[];
  const states = await Promise.all(
    names.map(async (name) => [name, { status: await healthOf(`${origins[name]}${path}`) }] as const),
  );
  const up = states.every(([, { status }]) => status === 'UP');
  json(response, up ? 200 : 503, { status: up ? 'UP' : 'DOWN', components: Object.fromEntries(states) });
};

const answer = (origins: Origins, agent: Agent) => (incoming: IncomingMessage, response: ServerResponse) => {
  const path = (incoming.url ?? '/').split('?')[0] ?? '/';
  if (path === '/health' || path === '/health/readiness') return health(response, origins, path);
  if (path === '/health/liveness' || path === '/health/ping') return json(response, 200, { status: 'UP' });
  if (path === API_DOCS) {
    incoming.url = `${API_DOCS}/all`;
    return pass(incoming, response, origins['integration-gateway'], agent);
  }
  const service = serviceOf(path);
  if (!service) return answerPlain(problemOfStatus(404), incoming, response);
  if (Number(incoming.headers['content-length'] ?? 0) > BODY_BYTES) {
    incoming.resume();
    return answerPlain(problemOfStatus(413), incoming, response);
  }
  return pass(incoming, response, origins[service], agent);
};

/** Listens on loopback (where no other host is named) and hands requests on by path; `/health` tells how all services are. */
export const startEdge = async (
  port: number,
  origins: Origins,
  host = '127.0.0.1',
): Promise<{ server: Server; close: () => Promise<void> }> => {
  const agent = new Agent({ keepAlive: true });
  const server = newHttpServer(answer(origins, agent));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      agent.destroy();
      setTimeout(() => server.closeAllConnections(), 2_000).unref();
    });
  return { server, close };
};
