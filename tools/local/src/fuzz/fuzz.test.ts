// What the fuzzer is for is planted here, so that it has been seen to find it.
import type { Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newHttpServer } from '@throughcare/platform/http-listener';
import { type Report, type Target, fuzz } from './fuzz';
import { leakIn } from './leaks';
import { MARK } from './values';

type Fault =
  | 'none'
  | '500'
  | 'name in a refusal'
  | 'number in a header'
  | 'typed text in a log'
  | 'crash'
  | 'number in the metrics'
  | 'form without its token'
  | 'consumer that stands still';

const folder = mkdtempSync(join(tmpdir(), 'throughcare-planted-'));
const log = join(folder, 'booking.log');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A server with one fault, which shows now and then. */
const planted = async (fault: Fault): Promise<Report> => {
  const ended: string[] = [];
  let seen = 0;
  const server: Server = newHttpServer((request, response) => {
    request.resume();
    seen += 1;
    const now = seen % 20 === 0;
    const isForm = request.url?.startsWith('/form') === true && request.method === 'POST';
    if (now && fault === 'crash') ended.push(`booking ${seen}`);
    if (now && fault === 'typed text in a log') appendFileSync(log, `{"msg":"refused","text":"${MARK} 1"}\n`);
    if (now && fault === 'number in a header') response.setHeader('location', '/people/X900001');
    response.statusCode = now && fault === '500' ? 500 : isForm && fault === 'form without its token' ? 200 : 404;
    response.end(now && fault === 'name in a refusal' ? '{"detail":"Castor Member-01 is unknown"}' : '{"code":"X"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  writeFileSync(log, '{"msg":"Castor Member-01, from an earlier run"}\n');
  const target: Target = {
    operations: [
      {
        method: 'POST',
        base: url,
        template: '/people/{crn}',
        query: ['q'],
        isBuilt: true,
        body: { properties: { a: {} } },
      },
      {
        method: 'POST',
        base: url,
        template: '/form',
        query: [],
        isBuilt: true,
        isForOperators: true,
        form: ['a', 'b'],
      },
      { method: 'GET', base: url, template: '/later/{id}', query: [], isBuilt: false },
    ],
    servers: [url],
    others: [],
    users: ['CAST_01', ''],
    operators: ['CAST_20'],
    logs: [log],
    sessions: {
      of: (name) => Promise.resolve({ cookie: `s=${name}`, csrf: `token of ${name}` }),
      forget: () => undefined,
    },
    token: () => Promise.resolve('t'),
    ended: () => ended,
    sendMessage: () => Promise.resolve(),
    sendForeign: ({ garbage }) => (garbage ? Promise.reject(new Error('refused')) : Promise.resolve()),
    metrics: () =>
      Promise.resolve([
        ['booking', `unhandled_total{type="${fault === 'number in the metrics' ? 'X900001' : 'a'}"} 1`],
      ]),
    standing: () => Promise.resolve(fault === 'consumer that stands still' ? ['booking canary'] : []),
  };
  try {
    return await fuzz(target, { requests: 200, seed: 7 });
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

describe('the fuzzer', () => {
  it('finds nothing where nothing is wrong, and tells what was answered', async () => {
    const report = await planted('none');
    expect(report).toMatchObject({ requests: 200, serverErrors: [], leaks: [], restarts: [] });
    expect(Object.values(report.byStatus).reduce((sum, count) => sum + count)).toBe(200);
    expect(report.byStatus).toMatchObject({
      404: expect.any(Number),
      message: expect.any(Number),
      foreign: expect.any(Number),
      'refused by the bus': expect.any(Number),
    });
  });

  it('finds a planted 500, and which operation gave it', async () => {
    const { serverErrors } = await planted('500');
    expect(serverErrors.length).toBeGreaterThan(3);
    expect(serverErrors[0]).toMatchObject({ status: 500, operation: expect.stringMatching(/POST|GET|raw/), code: 'X' });
  });

  it.each(['name in a refusal', 'number in a header', 'typed text in a log'] as const)(
    'finds a planted leak: a %s',
    async (fault) => {
      const { leaks, serverErrors } = await planted(fault);
      expect(leaks.length).toBeGreaterThan(3);
      expect(serverErrors).toEqual([]);
    },
  );

  it('takes what somebody typed for theirs where a form shows it again, and nobody else', () => {
    const shown = 'Check <input value="X900001">, Castor Member-01';
    expect(leakIn('form', 'Check <input value="X900001">', undefined, 'x900001')).toBeUndefined();
    expect(leakIn('form', shown, undefined, 'x900001')).toMatchObject({ text: shown });
  });

  it('finds a form that is taken without the token of its session', async () => {
    const { serverErrors } = await planted('form without its token');
    expect(serverErrors.length).toBeGreaterThan(3);
    expect(new Set(serverErrors.map(({ code }) => code))).toEqual(new Set(['TOKEN_NOT_ASKED_FOR']));
  });

  it('finds a number in the metrics', async () =>
    expect((await planted('number in the metrics')).leaks).toMatchObject([{ where: 'metrics of booking' }]));

  it('finds a consumer that stands still afterwards', async () =>
    expect((await planted('consumer that stands still')).serverErrors).toMatchObject([
      { operation: 'booking canary', code: 'STANDS_STILL' },
    ]));

  it('finds a planted crash', async () => expect((await planted('crash')).restarts.length).toBeGreaterThan(3));
});
