import { QueryFailedError } from 'typeorm';
import { classify, givesUp, waitBefore } from './retry.rules';

const appError = (kind: string) => (code: string, details?: { retryAfter: number }) =>
  Object.assign(new Error(code), { kind, code, details });
const [conflict, notFound, unavailable] = [appError('conflict'), appError('not-found'), appError('unavailable')];
const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('classify', () => {
  it.each([
    ['an outage of another service', unavailable('UPSTREAM_DOWN'), 'transient', 'UPSTREAM_DOWN'],
    ['a thing that may still come', notFound('NO_SUCH_PERSON'), 'hopeful', 'NO_SUCH_PERSON'],
    ['a refusal', conflict('BEDSPACE_TAKEN'), 'permanent', 'BEDSPACE_TAKEN'],
    ['a serialization failure', withCode('40001'), 'transient', '40001'],
    ['a deadlock', withCode('40P01'), 'transient', '40P01'],
    ['a server that shuts down', withCode('57P01'), 'transient', '57P01'],
    ['a refused connection', withCode('ECONNREFUSED'), 'transient', 'ECONNREFUSED'],
    [
      'a fault of AWS',
      Object.assign(new Error('x'), { name: 'InternalError', $fault: 'server' }),
      'transient',
      'InternalError',
    ],
    [
      'what AWS refuses',
      Object.assign(new Error('x'), { name: 'QueueDoesNotExist', $fault: 'client' }),
      'permanent',
      'QueueDoesNotExist',
    ],
    ['a broken unique key', withCode('23505'), 'hopeful', '23505'],
    ['a lost connection without code', new Error('Connection terminated unexpectedly'), 'transient', 'Error'],
    ['a bug', new TypeError('x is undefined'), 'permanent', 'TypeError'],
    ['a syntax error in SQL', withCode('42601'), 'permanent', '42601'],
    ['something that is not an error', 'oops', 'permanent', 'UNKNOWN'],
    ['nothing at all', undefined, 'permanent', 'UNKNOWN'],
  ])('takes %s', (_name, error, errorClass, code) => {
    expect(classify(error)).toMatchObject({ errorClass, code });
  });

  it.each([
    '08006',
    '53300',
    '57P01',
    '57014',
    '58030',
    '58000',
    '40001',
    '40P01',
    '55P03',
    '55006',
    '25006',
    '25P03',
    '25P04',
    '26000',
  ])('F-029: waits for what %s of PostgreSQL means', (code) => {
    expect(classify(withCode(code)).errorClass).toBe('transient');
    expect(classify(new QueryFailedError('select 1', [], withCode(code))).errorClass).toBe('transient');
  });

  it.each(['23505', '23514', '40002', '42601', '22001', '25P02', '42501', '0A000'])(
    'F-029: does not wait for %s',
    (code) => {
      expect(classify(withCode(code)).errorClass).not.toBe('transient');
    },
  );

  /** Appendix A of PostgreSQL's manual, whole classes: wait, try a few times, or set aside at once. */
  const CLASSES: readonly (readonly [string, readonly string[], readonly string[], readonly string[]])[] = [
    [
      '25, state of the transaction: read only since a failover and time-outs pass, the others are bugs',
      ['25006', '25P03', '25P04'],
      [],
      ['25000', '25001', '25002', '25003', '25004', '25005', '25007', '25008', '25P01', '25P02'],
    ],
    ['40, rolled back: again, but a constraint', ['40000', '40001', '40003', '40P01'], ['40002'], []],
    ['53, out of something: no event is at fault', ['53000', '53100', '53200', '53300', '53400'], [], []],
    [
      '55, state of an object: locks and use pass, the others are bugs',
      ['55006', '55P03'],
      [],
      ['55000', '55P02', '55P04'],
    ],
    ['57, somebody intervened', ['57000', '57014', '57P01', '57P02', '57P03', '57P04', '57P05'], [], []],
    ['58, the system below: no event is at fault', ['58000', '58030', '58P01', '58P02', '58P03'], [], []],
  ];
  it.each(CLASSES)('knows each state of class %s', (_name, transient, hopeful, permanent) => {
    const are = (codes: readonly string[]) => codes.map((code) => `${code} ${classify(withCode(code)).errorClass}`);
    expect([...are(transient), ...are(hopeful), ...are(permanent)]).toEqual([
      ...transient.map((code) => `${code} transient`),
      ...hopeful.map((code) => `${code} hopeful`),
      ...permanent.map((code) => `${code} permanent`),
    ]);
  });

  it.each(['FATAL', 'PANIC'])('F-029: waits for whatever ends the session: %s', (severity) => {
    expect(classify(Object.assign(withCode('28P01'), { severity })).errorClass).toBe('transient');
  });

  it('looks through the ORM and through causes', () => {
    expect(classify(new QueryFailedError('select 1', [], withCode('40P01'))).errorClass).toBe('transient');
    expect(classify(new TypeError('fetch failed', { cause: withCode('ECONNRESET') })).errorClass).toBe('transient');
  });

  it('never takes the message as code', () => {
    expect(JSON.stringify(classify(new Error('Jane Doe has no bed')))).not.toContain('Jane');
  });
});

describe('waitBefore', () => {
  const transient = classify(unavailable('DOWN'));

  it('grows, is capped, and may be as short as nothing', () => {
    expect([1, 2, 3, 30].map((attempts) => waitBefore(transient, attempts, 0.9999))).toEqual([100, 200, 400, 29997]);
    expect(waitBefore(transient, 9, 0)).toBe(0);
  });

  it('asks the own database again within seconds, an upstream within half a minute', () => {
    expect(waitBefore(classify(withCode('40001')), 30, 0.9999)).toBe(3000);
    expect(waitBefore(transient, 30, 0.9999)).toBe(29997);
  });

  it('does not come back before the other side said', () => {
    expect(waitBefore(classify(unavailable('DOWN', { retryAfter: 7 })), 1, 0.5)).toBe(7000);
  });
});

describe('givesUp', () => {
  it('is at once for a permanent failure, at the fifth try for a hopeful one, never for an outage', () => {
    expect(givesUp(classify(conflict('NO')), 1)).toBe(true);
    expect([4, 5].map((attempts) => givesUp(classify(notFound('NO')), attempts))).toEqual([false, true]);
    expect(givesUp(classify(unavailable('DOWN')), 1_000_000)).toBe(false);
  });
});
