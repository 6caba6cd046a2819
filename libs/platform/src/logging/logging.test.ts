import fc from 'fast-check';
import { AppError } from '@throughcare/base/errors';
import { Logger } from '@nestjs/common';
import { createLogger } from './logger';
import { configureLogging, NestLog } from './root';
import { maskText, personMark } from './mask';

const lines = (write: (log: ReturnType<typeof createLogger>) => void): string => {
  let out = '';
  write(createLogger({ name: 'sample', level: 'debug', destination: { write: (line) => void (out += line) } }));
  return out;
};
const PERSONAL = /John|Smith|X320741|x320741|A4092EA|secret|1990-01-31|s3cret|LS1/;

describe('what is said by Nest’s logger', () => {
  const said = (component: string): string => {
    let out = '';
    configureLogging({ name: 'sample', level: 'info', destination: { write: (line) => void (out += line) } });
    Logger.overrideLogger(new NestLog());
    try {
      new Logger(component).log('works again here');
    } finally {
      Logger.overrideLogger(false);
      configureLogging({ name: 'throughcare', level: 'info' });
    }
    return out;
  };

  it('is in the log where a library of ours says it, as docs/operations.md promises', () => {
    expect(JSON.parse(said('Roster'))).toMatchObject({ level: 'info', component: 'Roster', msg: 'works again here' });
  });

  it.each(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication'])(
    'is left out where Nest says what it does at a start: %s',
    (component) => expect(said(component)).toBe(''),
  );
});

describe('log lines', () => {
  it('say service, level, time and text as JSON', () => {
    const line = JSON.parse(lines((log) => log.info({ bookingId: '7b8f' }, 'booking confirmed'))) as object;
    expect(line).toMatchObject({ service: 'sample', level: 'info', bookingId: '7b8f', msg: 'booking confirmed' });
  });

  const hostile: [string, (log: ReturnType<typeof createLogger>) => void][] = [
    ['an id in the text', (log) => log.info('looked up X320741 and a4092ea')],
    ['an id in lower case in a path', (log) => log.info('GET /people/x320741/offences')],
    ['a query', (log) => log.info('GET /cas3/assessments?crnOrName=John%20Smith&page=1')],
    ['text put in by format', (log) => log.info('found %s %j', 'X320741', { name: 'John Smith' })],
    ['members by name', (log) => log.info({ name: 'John Smith', crn: 'X320741', date_of_birth: '1990-01-31' })],
    ['members deep inside', (log) => log.info({ a: { b: [{ firstName: 'John', nomsNumber: 'A4092EA' }] } })],
    ['an id as a member’s name', (log) => log.info({ people: { X320741: 1 } })],
    [
      'a whole request',
      (log) => log.info({ req: { url: '/people/X320741', body: { a: 'John' }, headers: { cookie: 'secret' } } }),
    ],
    ['a token in a text', (log) => log.info('Authorization: Bearer secret.secret.secret')],
    ['a database address', (log) => log.info('cannot reach postgres://booking:s3cret@127.0.0.1/db')],
    [
      'an error that quotes what it could not parse',
      (log) => {
        try {
          JSON.parse('{"name": "John Smith" X320741');
        } catch (err) {
          log.error({ err }, 'bad body');
        }
      },
    ],
    [
      'an error alone, whose text would become the message',
      (log) => log.error(new Error('no room for "John Smith" X320741')),
    ],
    ['an error as any member', (log) => log.error({ err: new Error('X320741'), other: new SyntaxError('John') })],
    [
      'an error of the database',
      (log) => {
        const driverError = Object.assign(new Error('duplicate'), {
          severity: 'ERROR',
          code: '23505',
          table: 'staff',
          detail: 'Key (name)=(John Smith) exists',
          where: 'John',
        });
        const err = Object.assign(new Error('Key (John Smith)'), {
          driverError,
          query: "select 'John'",
          parameters: ['John'],
        });
        log.error({ err }, 'failed');
      },
    ],
    [
      'a cause',
      (log) => log.error({ err: new AppError('unavailable', 'X', { cause: new SyntaxError('John Smith') }) }),
    ],
    ['an id in a code', (log) => log.error({ err: Object.assign(new Error('x'), { code: 'X320741' }) })],
  ];
  it.each(hostile)('hold nothing personal given %s', (_, write) => expect(lines(write)).not.toMatch(PERSONAL));

  it('survive what cannot be written', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    const line = lines((log) =>
      log.info({ loop, big: 'y'.repeat(1_000_000), n: 1n, f: () => 1, buf: Buffer.from('John') }),
    );
    expect(line).not.toMatch(PERSONAL);
    expect(line.length).toBeLessThan(10_000);
  });

  it('F-037: survive members and errors that throw when they are read', () => {
    const throws = {
      get: () => {
        throw new Error('mine');
      },
    };
    const hostile = new Proxy(new Error('a'), throws);
    const getter = Object.defineProperty({ fine: 1 }, 'code', { enumerable: true, ...throws });
    for (const value of [hostile, getter, new Proxy({}, { ownKeys: throws.get })]) {
      expect(JSON.parse(lines((log) => log.error({ err: value, value }, 'hostile')))).toMatchObject({ msg: 'hostile' });
    }
  });

  it('keep of an error what helps: class, code, where', () => {
    const line = lines((log) => log.error({ err: new AppError('conflict', 'BEDSPACE_TAKEN') }, 'refused'));
    expect(JSON.parse(line)).toMatchObject({
      err: {
        type: 'AppError',
        kind: 'conflict',
        code: 'BEDSPACE_TAKEN',
        at: expect.arrayContaining([expect.stringContaining('logging.test')]) as string[],
      },
    });
  });

  it('mask any CRN and prison number wherever it stands', () => {
    const crn = fc.stringMatching(/^[A-Za-z][0-9]{6}$/);
    const noms = fc.stringMatching(/^[A-Za-z][0-9]{4}[A-Za-z]{2}$/);
    const between = fc.constantFrom('', ' ', '/', '"', ',', ':', '(', '=', '_', '-', '\n', '?', '&', '£');
    fc.assert(
      fc.property(fc.oneof(crn, noms), between, between, (id, before, after) => {
        expect(maskText(`x${before || ' '}${id}${after}`)).not.toContain(id);
      }),
    );
  });

  it('F-015: hold nothing that a terminal would obey, and mean the same to who parses them', () => {
    const text = 'a\u001b[31m b\u009b31m c\u202e d\u2066 e\u007f f\r\ng';
    const line = lines((log) => log.info({ type: text }, text));
    expect(line.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(JSON.parse(line)).toMatchObject({ type: text, msg: text });
  });

  it('leave ids that are not of people alone', () => {
    const text =
      'booking 5b7a2e6f-3a57-4a0f-8d2b-0a6a4d7a1c11 took 120 ms at 2026-03-29T01:00:00.000Z, TIER_A1, v1.2.3';
    expect(maskText(text)).toBe(text);
  });

  it('give the same person the same mark', () => {
    expect(personMark('x320741')).toBe(personMark('X320741'));
    expect(personMark('X320742')).not.toBe(personMark('X320741'));
  });
});
