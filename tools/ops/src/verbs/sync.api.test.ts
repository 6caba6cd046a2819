import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { run } from '../cli';
import { EXIT } from '../exit';

/** What the gateway answers; its own tests say that it does. */
const open = {
  operationId: 'an-id',
  bookingId: 'a-booking',
  person: 'X900001',
  operation: 'person.arrived',
  fetches: 3,
  state: 'read-again',
  reason: null,
  recordedAt: '2026-03-02T10:00:00Z',
  advice: 'ask for its dead letters',
  heldBy: null,
};
const done = { ...open, operationId: 'b-id', state: 'read', advice: null };
const held = { ...done, operationId: 'c-id', state: 'held', heldBy: 'an-id' };
const history = [{ at: '2026-03-02T10:00:00Z', what: 'recorded' }];

describe('F-018: throughcare sync', () => {
  let server: Server;
  let asked: string[];
  let rows: object[];
  let refused: object[];
  let env: Record<string, string>;

  const answer = (url: string, body: string): unknown => {
    if (url.endsWith('/search')) return rows;
    if (url.endsWith('/resend'))
      return { found: 2, resent: body.includes('"dryRun":true') ? ['an-id', 'b-id'] : ['an-id'], refused };
    return { ...(url.endsWith('/resolve') ? { ...open, state: 'confirmed', advice: null } : open), history };
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push([request.method, request.url, body].filter(Boolean).join(' '));
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer(request.url ?? '', body)));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    env = { THROUGHCARE_SERVICES: `integration-gateway=${url}`, THROUGHCARE_TOKEN: 't', DATA_DIR: '/nowhere' };
  });
  afterAll(() => server.close());
  beforeEach(() => {
    asked = [];
    rows = [open, done];
    refused = [];
  });

  const cli = async (...args: string[]) => {
    let stdout = '';
    let stderr = '';
    const code = await run(['sync', ...args], {
      env,
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
    });
    return { code, stdout, stderr };
  };

  it('F-072: refuses a key that no person can have, and says what one looks like', async () => {
    const { code, stderr } = await cli('list', '--key', 'X12345');
    expect([code, asked]).toEqual([EXIT.refused, []]);
    expect(stderr).toContain('X12345 is not a CRN (X123456) or a prison number (A1234BC)');
    await cli('list', '--key', 'x900001', '--reason', 'INC-7');
    expect(asked).toEqual(['POST /ops/sync/operations/search {"reason":"INC-7","person":"X900001"}']);
  });

  it('lists what was told, and ends with 7 when something needs attention', async () => {
    const { code, stdout } = await cli('list', '--open', '--booking', 'a-booking');
    expect([code, stdout]).toEqual([EXIT.findings, expect.stringMatching(/read-again .*ask for its dead letters/)]);
    expect(asked).toEqual(['POST /ops/sync/operations/search {"open":true,"bookingId":"a-booking"}']);
    rows = [done];
    expect((await cli('list')).code).toBe(EXIT.ok);
    rows = [];
    expect(await cli('list', '--open')).toMatchObject({ code: EXIT.ok, stdout: 'Nothing needs attention.\n' });
    expect((await cli('list', '--state', 'nonsense')).code).toBe(EXIT.usage);
  });

  it('says what a held move waits for, and asks nobody to act', async () => {
    rows = [held];
    const { code, stdout } = await cli('list', '--state', 'held');
    expect([code, stdout]).toEqual([EXIT.ok, expect.stringMatching(/c-id .*held .*waits for an-id/)]);
  });

  it('shows one with its history, for people and for machines', async () => {
    expect((await cli('show', 'an-id')).stdout).toMatch(/advice +ask for its dead letters[^]*recorded/);
    const { code, stdout } = await cli('show', 'an-id', '--json');
    expect([code, JSON.parse(stdout)]).toEqual([EXIT.findings, { ...open, history }]);
  });

  it('resolves only with --yes and a reason', async () => {
    expect((await cli('resolve', 'an-id')).code).toBe(EXIT.usage);
    expect((await cli('resolve', 'an-id', '--reason', 'seen')).code).toBe(EXIT.notConfirmed);
    expect(asked).toEqual(['GET /ops/sync/operations/an-id']);
    expect((await cli('resolve', 'an-id', '--reason', 'seen', '--yes')).code).toBe(EXIT.ok);
    expect(asked.at(-1)).toBe('POST /ops/sync/operations/an-id/resolve {"reason":"seen"}');
  });

  it('resends after its plan, and ends with 7 when something was refused', async () => {
    const body = (dryRun: boolean) =>
      `POST /ops/sync/resend {"state":"read-again","reason":"mended","dryRun":${String(dryRun)}}`;
    const choice = ['resend', '--state', 'read-again', '--reason', 'mended'];
    expect(await cli(...choice)).toMatchObject({ code: EXIT.notConfirmed, stdout: expect.stringContaining('2 of 2') });
    expect(asked).toEqual([body(true)]);
    expect((await cli(...choice, '--yes')).code).toBe(EXIT.ok);
    expect(asked).toEqual([body(true), body(true), body(false)]);
    refused = [{ operationId: 'b-id', code: 'DEPARTURE_SENT' }];
    const last = await cli('resend', 'an-id', 'b-id', '--reason', 'mended', '--yes');
    expect(last).toMatchObject({ code: EXIT.findings, stdout: expect.stringContaining('not b-id: DEPARTURE_SENT') });
    expect(last.stdout).toContain('send everything of its booking with --booking');
    refused = [{ operationId: 'b-id', code: 'LATER_STAY_SENT' }];
    expect((await cli('resend', 'b-id', '--reason', 'x')).stdout).toContain('enter it by hand and resolve it');
    expect(asked).toContainEqual(expect.stringContaining('{"ids":["an-id","b-id"],"reason":"mended","dryRun":false}'));
    expect((await cli('resend', '--reason', 'x')).code).toBe(EXIT.usage);
  });
});
