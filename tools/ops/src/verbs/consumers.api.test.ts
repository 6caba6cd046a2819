import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { run } from '../cli';

const aConsumer = (consumer: string, over: object = {}) => ({
  consumer,
  sources: ['booking'],
  types: [],
  hasEffects: false,
  paused: false,
  reason: null,
  circuit: 'closed',
  stalled: false,
  lag: 0,
  oldestSeconds: null,
  parkedKeys: 0,
  deadLetters: 0,
  ...over,
});

/** What a service answers; its own tests say that it does. */
const consumers = [
  aConsumer('well'),
  aConsumer('held', { paused: true, reason: 'look', stalled: true }),
  aConsumer('away', { stalled: true, circuit: 'open', lag: null }),
  aConsumer('needy', { circuit: 'open', lag: 3 }),
];

describe('throughcare consumers', () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(consumers));
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => server.close());

  const cli = async (...args: string[]) => {
    let stdout = '';
    const service = `passport=http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await run(['consumers', ...args], {
      env: { THROUGHCARE_SERVICES: service, THROUGHCARE_TOKEN: 't', DATA_DIR: '/nowhere' },
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: () => undefined },
    });
    return stdout;
  };
  const lineOf = (table: string, consumer: string) => table.split('\n').find((line) => line.includes(consumer));

  it('says of each in a word whether it works: paused, else stalled, else waiting for what it needs', async () => {
    for (const verb of ['list', 'lag']) {
      const table = await cli(verb);
      expect(lineOf(table, 'well')).toContain('running');
      expect(lineOf(table, 'held')).toContain('paused');
      expect(lineOf(table, 'away')).toContain('stalled');
      expect(lineOf(table, 'needy')).toContain('waiting');
    }
    expect(lineOf(await cli('list'), 'held')).toContain('paused: look');
  });

  it('F-078: shows what needs attention first', async () => {
    for (const verb of ['list', 'lag']) {
      const names = (await cli(verb)).split('\n').map((line) => /\b(well|held|away|needy)\b/.exec(line)?.[1]);
      expect(names.filter(Boolean)).toEqual(['away', 'needy', 'held', 'well']);
    }
  });

  it('gives the same to programs', async () => {
    expect(JSON.parse(await cli('lag', '--json'))).toEqual([
      {
        service: 'passport',
        consumer: 'well',
        lag: 0,
        oldestSeconds: null,
        paused: false,
        stalled: false,
        circuit: 'closed',
      },
      expect.objectContaining({ consumer: 'held', paused: true }),
      expect.objectContaining({ consumer: 'away', lag: null, stalled: true }),
      expect.objectContaining({ consumer: 'needy', lag: 3, circuit: 'open' }),
    ]);
  });
});
