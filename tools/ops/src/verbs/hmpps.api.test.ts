import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { run } from '../cli';
import { EXIT } from '../exit';

/** What the gateway answers; its own tests say that it does. */
const rows = [
  { id: 'an-id', problem: 'PRODUCER_NOT_ALLOWED x.*', type: 'x.y', copies: 2, receivedAt: '2026-03-02T10:00:00Z' },
];

describe('throughcare hmpps', () => {
  let server: Server;
  let asked: string[];
  let refused = 0;
  let env: Record<string, string>;

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push([request.method, request.url, body].filter(Boolean).join(' '));
        const dryRun = body.includes('"dryRun":true');
        const outcome = { found: 1, taken: dryRun ? 0 : 1 - refused, refused: dryRun ? 0 : refused };
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(request.method === 'GET' ? rows : outcome));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    env = { THROUGHCARE_SERVICES: `integration-gateway=${url}`, THROUGHCARE_TOKEN: 't', DATA_DIR: '/nowhere' };
  });
  afterAll(() => server.close());
  beforeEach(() => {
    asked = [];
    refused = 0;
  });

  const cli = async (...args: string[]) => {
    let stdout = '';
    const code = await run(['hmpps', ...args], {
      env,
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: () => undefined },
    });
    return { code, stdout };
  };

  it('lists the quarantine', async () => {
    const { code, stdout } = await cli('quarantine', '--problem', 'PRODUCER_NOT_ALLOWED');
    expect([code, stdout]).toEqual([EXIT.ok, expect.stringContaining('PRODUCER_NOT_ALLOWED x.*')]);
    expect(asked).toEqual(['GET /ops/hmpps/quarantine?problem=PRODUCER_NOT_ALLOWED']);
  });

  it('gives messages back only with --yes, and says when some are refused still', async () => {
    const choice = ['redrive', '--problem', 'PRODUCER_NOT_ALLOWED', '--reason', 'mended', '--json'];
    const body = (dryRun: boolean) =>
      `POST /ops/hmpps/quarantine/redrive {"problem":"PRODUCER_NOT_ALLOWED","reason":"mended","dryRun":${dryRun}}`;
    expect((await cli(...choice)).code).toBe(EXIT.notConfirmed);
    expect(asked).toEqual([body(true)]);
    expect((await cli(...choice, '--yes')).code).toBe(EXIT.ok);
    expect(asked).toEqual([body(true), body(true), body(false)]);
    refused = 1;
    expect((await cli(...choice, '--yes')).code).toBe(EXIT.findings);
    expect((await cli('redrive', '--reason', 'x')).code).toBe(EXIT.usage);
  });
});
