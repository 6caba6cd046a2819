// One request, handed on to the service behind it.
import { type Agent, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse, request } from 'node:http';
import { answerPlain } from '@throughcare/platform/http-listener';
import { problemOfStatus } from '@throughcare/platform/problem-body';

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

/** Without its length the body of a request would be read as the next request, in the name of whoever sends that. */
const kept = ['content-length', 'host'];

const withoutHops = (headers: IncomingMessage['headers']): OutgoingHttpHeaders => {
  const names = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const named = names.filter((name) => !kept.includes(name));
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !hopByHop.includes(name) && !named.includes(name)),
  );
};

/** HTTP/1.0 and older need no `Host`: then there is none to tell. */
const forwarded = (incoming: IncomingMessage): OutgoingHttpHeaders => {
  const before = incoming.headers['x-forwarded-for'];
  const client = incoming.socket.remoteAddress ?? '';
  const host = incoming.headers['x-forwarded-host'] ?? incoming.headers.host;
  return {
    ...withoutHops(incoming.headers),
    ...(incoming.headers['transfer-encoding'] ? { 'transfer-encoding': 'chunked' } : {}),
    'x-forwarded-for': before ? `${String(before)}, ${client}` : client,
    'x-forwarded-proto': incoming.headers['x-forwarded-proto'] ?? 'http',
    ...(host ? { 'x-forwarded-host': host } : {}),
  };
};

/** An answer that cannot be passed on is the service's fault, not the caller's. */
const passBack = (answer: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
  answer.once('error', () => response.destroy()).pipe(response);
};

export const pass = (incoming: IncomingMessage, response: ServerResponse, origin: string, agent: Agent): void => {
  const { hostname, port } = new URL(origin);
  const { method, url: path } = incoming;
  const headers = forwarded(incoming);
  const outgoing = request({ agent, hostname, port, method, path, headers, timeout: IDLE_MS });
  const fail = () => answerPlain(problemOfStatus(503, 'SERVICE_UNAVAILABLE'), incoming, response);
  outgoing.once('response', (answer) => {
    try {
      passBack(answer, response);
    } catch {
      outgoing.destroy();
      fail();
    }
  });
  outgoing.once('timeout', () => outgoing.destroy(new Error('timeout')));
  outgoing.once('error', fail);
  response.once('close', () => {
    outgoing.destroy();
    // The rest of an upload that nobody reads would stand before the next request of this connection.
    incoming.unpipe(outgoing).resume();
  });
  incoming.once('error', () => outgoing.destroy()).pipe(outgoing);
};
