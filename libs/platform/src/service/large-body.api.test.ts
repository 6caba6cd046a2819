import { connect } from 'node:net';
import { SampleModule } from '../sample.fixture';
import { startTestApp } from '../testing';
import type { TestApp } from '../testing';

const PIECE = Buffer.alloc(64 * 1024, 'x');
const PIECES = 16;

/** Sends a megabyte piece by piece, whatever is answered meanwhile, then asks for the health on the same connection. */
const sendAll = (url: string, how: 'content-length' | 'chunked') => {
  const { hostname, port, host } = new URL(url);
  const length = how === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${PIECE.length * PIECES}`;
  const piece =
    how === 'chunked'
      ? Buffer.concat([Buffer.from(`${PIECE.length.toString(16)}\r\n`), PIECE, Buffer.from('\r\n')])
      : PIECE;
  return new Promise<string>((resolve, reject) => {
    let heard = '';
    let left = PIECES;
    const socket = connect(Number(port), hostname);
    const next = () => {
      if (left-- > 0) return void socket.write(piece, () => setImmediate(next));
      if (how === 'chunked') socket.write('0\r\n\r\n');
      socket.write(`GET /health/ping HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    };
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.once('error', reject).once('close', () => resolve(heard));
    socket.write(
      `POST /samples HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n${length}\r\n\r\n`,
      next,
    );
  });
};

describe('a body that is too large', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp(SampleModule);
  });
  afterAll(() => app.close());

  it.each(['content-length', 'chunked'] as const)(
    'is read to its end, so that the refusal reaches who still sends it (%s), and the connection stays good',
    async (how) => {
      const heard = await sendAll(app.url, how);
      expect(heard).toMatch(/^HTTP\/1\.1 413 /);
      expect(heard).toContain('PAYLOAD_TOO_LARGE');
      expect(heard).toMatch(/HTTP\/1\.1 200 /);
    },
  );
});
