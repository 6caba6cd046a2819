import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Client } from 'pg';
import { QueryFailedError } from 'typeorm';
import { isDatabaseDown, isLoginRefused } from './down';

/** PostgreSQL that ends every connection with a fatal error of this state. */
const fatal = (code: string) => (socket: Socket) => {
  const fields = `SFATAL\0VFATAL\0C${code}\0Mno\0\0`;
  const answer = Buffer.alloc(5);
  answer.write('E');
  answer.writeInt32BE(4 + fields.length, 1);
  socket.on('data', () => socket.end(Buffer.concat([answer, Buffer.from(fields)])));
};

describe('F-027: a database that is away, by the one list that consumers use too', () => {
  let server: Server;
  afterEach(() => server.close());

  const errorOf = async (serve: (socket: Socket) => void) => {
    server = createServer((socket) => serve(socket.on('error', () => undefined)));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    return new Client({ host: '127.0.0.1', port, user: 'u', password: 'p' }).connect().then(
      () => undefined,
      (error: unknown) => error,
    );
  };

  it.each([
    ['hangs up', (socket: Socket) => socket.destroy(), true, false],
    ['has too many connections', fatal('53300'), true, false],
    ['shuts down', fatal('57P01'), true, false],
    ['starts', fatal('57P03'), true, false],
    ['does not know the password', fatal('28P01'), true, true],
    ['does not know the database', fatal('3D000'), true, true],
  ])('is down or refuses when it %s', async (_title, serve, down, refused) => {
    const error = await errorOf(serve);
    expect([isDatabaseDown(error), isLoginRefused(error)]).toEqual([down, refused]);
    const wrapped = new QueryFailedError('select 1', [], error as Error);
    expect([isDatabaseDown(wrapped), isLoginRefused(wrapped)]).toEqual([down, refused]);
  });
});
