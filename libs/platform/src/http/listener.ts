import { STATUS_CODES, createServer } from 'node:http';
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { problemBody, problemOfStatus } from '../problem-body';
import type { Problem } from '../problem-body';

/**
 * How long every server of ours waits, in milliseconds. Node looks at its connections every 30 s unless it is told otherwise, so that
 * a slow sender outlived a limit of 30 s by nearly a minute. An idle connection outlives the 60 s of the proxies in front.
 */
export const HTTP_LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 72_000,
} as const;

const HEADERS = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } as const;

/** A problem on a plain response of `node:http`; a response that has begun is cut off, so that nobody takes it for whole. */
export const answerPlain = (problem: Problem, request: IncomingMessage, response: ServerResponse): void => {
  if (response.headersSent) return void response.destroy();
  const body = JSON.stringify(problemBody(problem, request.url ?? ''));
  response.writeHead(problem.status, { ...HEADERS, 'content-length': Buffer.byteLength(body) });
  response.end(body);
};

/** What Node's parser refuses, by the code of its error. */
const STATUS_OF_REFUSAL: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/** For `clientError` of a server: a request that cannot be read has no path, but it gets the body that all errors have. */
export const answerUnreadable = (error: Error & { readonly code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const problem = problemOfStatus(STATUS_OF_REFUSAL[error.code ?? ''] ?? 400);
  const body = JSON.stringify(problemBody(problem, ''));
  const headers = Object.entries({ ...HEADERS, 'content-length': Buffer.byteLength(body), connection: 'close' });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\n${lines}\r\n${body}`, () =>
    socket.destroy(),
  );
  // Whoever does not read the answer is not waited for, nor is the rest of their request taken.
  setTimeout(() => socket.destroy(), 1_000).unref();
};

type Listener = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A plain server with our limits. What the listener throws, at once or later, is the caller's 400 and never ends the process. */
export const newHttpServer = (listener: Listener, limits: ServerOptions = HTTP_LIMITS): Server => {
  const answered = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await listener(request, response);
    } catch {
      answerPlain(problemOfStatus(400), request, response);
    }
  };
  const server = createServer(limits, (request, response) => void answered(request, response));
  return server.on('clientError', answerUnreadable);
};
