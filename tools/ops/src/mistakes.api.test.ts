import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname, userInfo } from 'node:os';
import { run } from './cli';
import { EXIT } from './exit';

const HELP = '(--help at the end of the line says what it takes)\n';
const NO_TIME = 'That is not a time: write 2026-03-01T09:00:00Z, -1h or "2 days ago"';

/** What somebody types at night, and every word that is printed then. No service has to answer. */
const mistakes: readonly (readonly [string, string])[] = [
  ['constumers list', `error: unknown command 'constumers'\n(Did you mean consumers?)\n${HELP}`],
  ['consumers lagg', `error: unknown command 'lagg'\n(Did you mean lag?)\n${HELP}`],
  ['dlq list --from -1h', `error: unknown option '--from'\n${HELP}`],
  ['dlq list --consumr tables', `error: unknown option '--consumr'\n(Did you mean --consumer?)\n${HELP}`],
  ['dlq show 12', '12 is not service/number, as `dlq list` shows it\n'],
  ['dlq redrive --consumer tables --reason x', 'Say which: --key, --person, --type, --code, --before, or --all\n'],
  ['dlq redrive --consumer tables --all', `error: required option '--reason <text>' not specified\n${HELP}`],
  ['dlq discard booking/12', `error: required option '--reason <text>' not specified\n${HELP}`],
  ['events search --from 1h', `error: option '--from <time>' argument '1h' is invalid. ${NO_TIME}\n${HELP}`],
  ['events search --from "1 hour"', `error: option '--from <time>' argument '1 hour' is invalid. ${NO_TIME}\n${HELP}`],
  [
    'events search --limit many',
    `error: option '--limit <n>' argument 'many' is invalid. That is not a whole number.\n${HELP}`,
  ],
  ['replay run --mode redeliver --reason x', `error: required option '--consumer <name>' not specified\n${HELP}`],
  ['replay run --consumer tables --mode rebuild', "required option '--reason <text>' not specified\n"],
  ['hmpps explain nothing.json', 'nothing.json cannot be read\n'],
  ['hmpps redrive --reason x', 'Say --problem or --id\n'],
  ['sync resend --reason x', 'Say an id, --state or --booking\n'],
  [
    'sync list --operation nonsense',
    `error: option '--operation <name>' argument 'nonsense' is invalid. Allowed choices are ${[
      'referral.submitted',
      'booking.provisionally-made',
      'booking.confirmed',
      'booking.cancelled',
      'booking.cancelled.updated',
      'person.arrived',
      'person.arrived.updated',
      'person.departed',
      'person.departed.updated',
    ].join(', ')}.\n${HELP}`,
  ],
  ['sync list --open', 'No service integration-gateway: booking\n'],
];

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
const wordsOf = (line: string) => line.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? [];
const cli = async (line: string, env: Record<string, string>): Promise<Said> => {
  let [stdout, stderr] = ['', ''];
  const code = await run(wordsOf(line), {
    env: { DATA_DIR: '/nowhere', ...env },
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { code, stdout, stderr };
};

describe('F-078: the commonest mistakes', () => {
  const env = { THROUGHCARE_SERVICES: 'booking=http://127.0.0.1:2', THROUGHCARE_TOKEN: 't' };

  it.each(mistakes)('`%s` says what is wrong with it', async (line, stderr) => {
    expect(await cli(line, env)).toEqual({ code: EXIT.usage, stdout: '', stderr });
  });

  it('are one JSON value for machines', async () => {
    for (const [line] of mistakes) {
      const { code, stderr } = await cli(`${line} --json`, env);
      expect([line, code, Object.keys(JSON.parse(stderr) as object)]).toEqual([
        line,
        EXIT.usage,
        expect.arrayContaining(['error']),
      ]);
    }
  });
});

describe('F-078: who acts', () => {
  let server: Server;
  let env: Record<string, string>;
  let named: (string | null)[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        if (request.url === '/token') named.push(new URLSearchParams(body).get('username'));
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(request.url === '/token' ? { access_token: 't' } : []));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    env = {
      THROUGHCARE_SERVICES: `booking=${url}`,
      THROUGHCARE_TOKEN_URL: `${url}/token`,
      THROUGHCARE_CLIENT_ID: 'ops',
      THROUGHCARE_CLIENT_SECRET: 'own',
    };
  });
  afterAll(() => server.close());
  beforeEach(() => (named = []));

  it.each([
    ['--as', 'outbox status --as JSMITH', {}, 'JSMITH'],
    ['THROUGHCARE_ACTOR', 'outbox status', { THROUGHCARE_ACTOR: 'JSMITH' }, 'JSMITH'],
    ['the person at this machine', 'outbox status', {}, `${userInfo().username}@${hostname()}`],
    ['the person who became root here', 'outbox status', { SUDO_USER: 'smith' }, `smith@${hostname()}`],
  ])('is %s', async (_name, line, more, who) => {
    expect((await cli(line, { ...env, ...more })).code).toBe(EXIT.ok);
    expect(named).toEqual([who]);
  });
});
