import { Agent, request } from 'node:http';
import type { Running } from './system';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export type Service = 'booking' | 'assessment' | 'referral' | 'integration-gateway';

/** Requests of one member of staff, each over a connection that is there already. */
export interface Client {
  send(service: Service, method: string, path: string, body?: unknown): Promise<Answer>;
  /** Throws unless it was answered with 2xx. */
  json<T>(service: Service, method: string, path: string, body?: unknown): Promise<T>;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
/** Control ports of stand-ins lie so much above. */
const CONTROL = 100;

const tokenFor = async ({ ports }: Running, username: string): Promise<string> => {
  const reply = await fetch(`http://127.0.0.1:${(ports['auth'] ?? 0) + CONTROL}/__control/tokens`, {
    method: 'POST',
    headers: { 'x-control-token': 'local-control', 'content-type': 'application/json' },
    body: JSON.stringify({ username, expiresInSeconds: 6 * 3600 }),
  });
  if (!reply.ok) throw new Error(`No token for ${username}: ${reply.status}`);
  return ((await reply.json()) as { access_token: string }).access_token;
};

const exchange = (port: number | undefined, method: string, path: string, headers: object, body: string | undefined) =>
  new Promise<Answer>((resolve, reject) => {
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers: { ...headers } }, (reply) => {
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part));
      reply.on('error', reject);
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
    });
    sent.on('error', reject);
    sent.end(body);
  });

export const clientOf = async (running: Running, username: string): Promise<Client> => {
  const authorization = `Bearer ${await tokenFor(running, username)}`;
  const send = (service: Service, method: string, path: string, body?: unknown) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const type =
      text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    return exchange(running.ports[service], method, path, { authorization, ...type }, text);
  };
  const json = async <T>(service: Service, method: string, path: string, body?: unknown) => {
    const { status, text } = await send(service, method, path, body);
    if (status < 200 || status > 299) throw new Error(`${method} ${path} answered ${status}: ${text.slice(0, 300)}`);
    return (text ? JSON.parse(text) : undefined) as T;
  };
  return { send, json };
};
