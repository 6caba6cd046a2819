import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

interface Connection {
  connect(): Promise<boolean>;
  disconnect(): Promise<boolean>;
  readonly requestQueue: { scheduleCheckPendingRequests(): void };
}
type ConnectionClass = new (options: object) => Connection;

const LOOK_MS = 1_000;
const realSetTimeout = globalThis.setTimeout;

const quiet = (): object => ({ namespace: quiet, debug() {}, info() {}, warn() {}, error() {} });

/** Timers that fire in a second while one connection of a freshly loaded kafkajs has nothing to do. */
const wakeUps = async (port: number, cured: boolean): Promise<number> => {
  let fired = 0;
  let connection: Connection | undefined;
  const counting = (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
    realSetTimeout(() => {
      fired += 1;
      callback(...args);
    }, ms);
  jest.isolateModules(() => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an internal of the pinned kafkajs, which has no types
    const Internal = require('kafkajs/src/network/connection') as ConnectionClass;
    if (cured) {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- must cure the copy of kafkajs just loaded
      const { calmKafkaTimers } = require('./calm-timers') as { calmKafkaTimers: () => void };
      calmKafkaTimers();
    }
    const socketFactory = ({ host, onConnect }: { host: string; onConnect: () => void }) =>
      connect(port, host, onConnect);
    connection = new Internal({
      host: '127.0.0.1',
      port,
      socketFactory,
      logger: quiet(),
      requestTimeout: 30_000,
      connectionTimeout: 3_000,
      maxInFlightRequests: 1,
    });
  });
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(counting as unknown as typeof setTimeout);
  await connection?.connect();
  connection?.requestQueue.scheduleCheckPendingRequests(); // as the first answer does
  fired = 0;
  await sleep(LOOK_MS);
  const result = fired;
  jest.restoreAllMocks();
  await connection?.disconnect();
  return result;
};

describe('an idle connection of kafkajs', () => {
  let server: Server;
  let port: number;
  beforeAll(async () => {
    server = createServer((socket) => void socket.on('error', () => socket.destroy()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => server.close());

  it('wakes up hundreds of times a second as it comes, so that the cure can be seen', async () => {
    expect(await wakeUps(port, false)).toBeGreaterThan(100);
  });

  it('wakes up less than five times a second once it is calmed', async () => {
    expect(await wakeUps(port, true)).toBeLessThan(5);
  });
});
