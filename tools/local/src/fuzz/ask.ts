// One request and its answer, as it is.
import { type Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { Composed } from './compose';

export interface Answer {
  /** 0: none came. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const WAIT_MS = 20_000;

/** `who` are the headers that say who asks; empty for nobody. */
export const ask = (
  { operation, path, headers, body }: Composed,
  who: Readonly<Record<string, string>> | '',
  agent: Agent,
): Promise<Answer> =>
  new Promise((resolve) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const all = { 'x-service-name': 'temporary-accommodation', ...(who || {}), ...headers, ...length };
    const none = (text: string) => resolve({ status: 0, headers: {}, text });
    const options = { agent, method: operation.method, headers: all, timeout: WAIT_MS, path };
    const { hostname, port } = new URL(operation.base);
    const outgoing = request({ ...options, hostname, port }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      answer.once('error', ({ message }) => none(message));
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error('timeout')));
    outgoing.once('error', ({ message }) => none(message));
    outgoing.end(body);
  });
