// What no HTTP client sends, for a raw socket.
import { connect } from 'node:net';
import { Buffer } from 'node:buffer';

/** `{path}` is filled in. Each ends by itself, or is cut off after a moment. */
export const rawRequests: readonly string[] = [
  'GET {path} HTTP/1.0\r\n\r\n',
  'GET {path}\r\n\r\n',
  'GET {path} HTTP/1.1\r\n\r\n',
  'GET {path} HTTP/1.1\r\nHost:\r\n\r\n',
  'GET {path} HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
  'GET {path} HTTP/2.0\r\nHost: a\r\n\r\n',
  'GET {path} HTTP/1.1\r\nHost: a\r\nX-\u0000: 1\r\n\r\n',
  'GET {path} HTTP/1.1\r\nHost: a\r\nX-Forwarded-Host: \u00ff\u0001\r\n\r\n',
  'GET {path} HTTP/1.1\r\nHost: a\r\nConnection: host, authorization, x-forwarded-for\r\n\r\n',
  'GET {path} HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n',
  'GET {path} HTTP/1.1\r\nHost: a\r\nExpect: 200-maybe\r\nConnection: close\r\n\r\n',
  'CONNECT {path}:443 HTTP/1.1\r\nHost: a\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  'POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
  'POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"half":',
  'POST {path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx',
  'POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: \u0000\r\nContent-Length: 0\r\n\r\n',
  'GET http://elsewhere{path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  'GET {path} HTTP/1.1\r\nHost: a\r\n X: folded\r\n\r\n',
  `GET {path}?${'a=1&'.repeat(3_000)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
  `GET {path} HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`,
  `GET {path} HTTP/1.1\r\n${Array.from({ length: 3_000 }, (_, at) => `X-${at}: 1\r\n`).join('')}\r\n`,
  'G',
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000',
  '\r\n\r\n\r\n',
];

const PATIENCE_MS = 300;

/** Writes the bytes and answers with what came back before the other side, or our patience, ended it. */
export const exchange = (url: string, bytes: string): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(Buffer.from(bytes, 'latin1')));
    let answer = '';
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
    socket.once('error', () => undefined);
    socket.once('close', () => resolve(answer));
  });
