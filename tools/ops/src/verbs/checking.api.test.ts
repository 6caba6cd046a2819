import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { run } from '../cli';
import { EXIT } from '../exit';

describe('verbs that look', () => {
  let server: Server;
  let answers: Record<string, unknown>;
  let asked: string[];
  let env: Record<string, string>;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answers[request.url ?? ''] ?? []));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    env = { THROUGHCARE_SERVICES: `integration-gateway=${url}`, THROUGHCARE_TOKEN: 't', DATA_DIR: '/nowhere' };
  });
  afterAll(() => server.close());
  beforeEach(() => {
    [answers, asked] = [{}, []];
  });

  const cli = async (...args: string[]) => {
    let [stdout, stderr] = ['', ''];
    const code = await run(args, {
      env,
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
    });
    return { code, stdout, stderr };
  };

  it.each([
    ['an empty queue has no oldest message', 0, 0, 5, '-', EXIT.ok],
    ['a queue into which nobody looks is a finding, empty or not', 0, 0, 700, 'no look for 12 min', EXIT.findings],
    ['what waits has an age', 2, 0, 30, '30 s', EXIT.ok],
    ['and so has what is being read', 0, 1, 30, '30 s', EXIT.ok],
  ])('`hmpps queue`: %s', async (_title, waiting, inFlight, oldestSeconds, words, code) => {
    const queue = { queueName: 'in', dlqName: 'dead', waiting, inFlight, dead: 0, oldestSeconds };
    answers['/ops/hmpps/queue'] = queue;
    const said = await cli('hmpps', 'queue');
    expect([
      said.code,
      said.stdout
        .trim()
        .split('\n')
        .at(-1)
        ?.trim()
        .split(/\s{2,}/),
    ]).toEqual([code, ['in', String(waiting), String(inFlight), words, '0']]);
  });

  it('`database silent` lists what changed without its event, and nothing else', async () => {
    const silent = { table: 'booking', count: 2, examples: ['an-id'] };
    answers['/ops/database/silent-changes'] = [silent, { table: 'premises', count: 0, examples: [] }];
    const { code, stdout } = await cli('database', 'silent', '--json');
    expect([code, JSON.parse(stdout)]).toEqual([EXIT.findings, [{ service: 'integration-gateway', ...silent }]]);
    answers = {};
    expect(await cli('database', 'silent')).toMatchObject({
      code: EXIT.ok,
      stdout: 'No row changed without its event.\n',
    });
  });

  it.each(['audit', 'events search', 'dlq list'])(
    '`%s --person` asks nobody for what is no number of a person',
    async (verb) => {
      const said = await cli(...verb.split(' '), '--person', 'nobody');
      expect(said).toMatchObject({
        code: EXIT.refused,
        stdout: '',
        stderr: expect.stringContaining('is not a CRN') as unknown,
      });
      expect(asked).toEqual([]);
    },
  );
});
