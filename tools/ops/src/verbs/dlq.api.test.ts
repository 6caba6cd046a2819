import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { run } from '../cli';
import { EXIT } from '../exit';

type Body = Readonly<Record<string, unknown>>;
const REDRIVE = ['redrive', '--consumer', 'tables', '--type', '*.confirmed', '--reason', 'mended', '--yes', '--json'];
const planned = (...keys: readonly string[]) => ({
  letters: keys.length,
  keys: keys.map((key) => ({ key, letters: 1, firstId: '1', firstType: 't', code: 'NO' })),
});

describe('throughcare dlq redrive, call by call', () => {
  let server: Server;
  let calls: object[];
  let lying: readonly string[];
  let asked: Body[];
  let env: Record<string, string>;

  const answerTo = (body: Body) => {
    asked.push(body);
    if (body['dryRun'] !== true) return calls.shift();
    return body['all'] === true ? planned(...lying) : planned('NEW', 'OLD');
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const answer = request.method === 'GET' ? [{ consumer: 'tables' }] : answerTo(JSON.parse(body) as Body);
        response.end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    env = { THROUGHCARE_SERVICES: `booking=${url}`, THROUGHCARE_TOKEN: 't', DATA_DIR: '/nowhere' };
  });
  afterAll(() => server.close());
  beforeEach(() => {
    asked = [];
    calls = [
      { handled: 1, stillParked: ['NEW'], remaining: 1 },
      { handled: 1, stillParked: [], remaining: 0 },
    ];
  });

  const redriven = async () => {
    let stdout = '';
    const write = (text: string) => void (stdout += text);
    const code = await run(['dlq', ...REDRIVE], { env, stdout: { write }, stderr: { write: () => undefined } });
    return { code, value: JSON.parse(stdout) as unknown };
  };

  it('does not call a key parked that a later call has freed', async () => {
    lying = [];
    const value = { service: 'booking', handled: 2, stillParked: [] };
    expect(await redriven()).toEqual({ code: EXIT.ok, value });
    expect(asked.at(-1)).toEqual({ consumer: 'tables', all: true, reason: 'mended', dryRun: true });
  });

  it('does when it lies there still, though the last call did not come to it', async () => {
    lying = ['ANOTHER', 'NEW'];
    const value = { service: 'booking', handled: 2, stillParked: ['NEW'] };
    expect(await redriven()).toEqual({ code: EXIT.findings, value });
  });
});
