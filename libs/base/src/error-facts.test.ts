import { QueryFailedError } from 'typeorm';
import { classify } from './retry.rules';
import { codeOf, codeText, errorFacts } from './error-facts';

const readsUndefined = () => (undefined as unknown as { status: string }).status;
const thrown = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('the code of an error in a log', () => {
  const answer = (status: number) => Object.assign(new Error('Jane'), { $metadata: { httpStatusCode: status } });
  it.each([
    ['its own', Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'ECONNRESET'],
    ['its class', new TypeError('x'), 'TypeError'],
    [
      'that of the cause of a bare error',
      new Error('x', { cause: Object.assign(new Error('y'), { code: '57P01' }) }),
      '57P01',
    ],
    ['the status of an answer that nobody could read', answer(503), 'HTTP_503'],
    ['also of a cause', new Error('x', { cause: answer(502) }), 'HTTP_502'],
    ['of a bare error that says nothing', new Error('x', { cause: new Error('y') }), 'Error'],
    ['of what is no error', 'Jane', 'UNKNOWN'],
  ])('is %s', (_title, error, code) => expect(codeOf(error)).toBe(code));

  it('comes to an end where errors name each other as their cause', () => {
    const [one, other] = [new Error('x'), new Error('y')];
    Object.assign(one, { cause: other });
    Object.assign(other, { cause: one });
    expect(codeOf(one)).toBe('Error');
  });
});

describe('F-069: the facts of an error', () => {
  it('name file and line first, and no word of the message', () => {
    const facts = errorFacts(thrown(readsUndefined));
    expect(facts).toMatchObject({ type: 'TypeError' });
    expect(facts.at[0]).toMatch(/^at \w+ \(.*error-facts\.test\.ts:5:\d+\)$/);
    expect(facts.at.length).toBeLessThanOrEqual(12);
    expect(JSON.stringify(facts)).not.toContain('undefined');
  });

  it('leave out a message that looks like frames, also one that was changed since', () => {
    const error = new Error('no bed\n    at X320741 lives here\n    at Jane (Leeds:1:2)');
    expect(JSON.stringify(errorFacts(error))).not.toMatch(/X320741|Jane|Leeds/);
    error.message = 'other';
    expect(JSON.stringify(errorFacts(error))).not.toMatch(/X320741/);
  });

  it('show what PostgreSQL names, through the ORM, and the causes', () => {
    const database = Object.assign(new Error('Failing row contains (Jane, X320741)'), {
      code: '23514',
      schema: 'gateway',
      table: 'sync_operation',
      constraint: 'kind_known',
      detail: 'Jane',
    });
    const facts = errorFacts(new Error('outer', { cause: new QueryFailedError('insert', ['X320741'], database) }));
    expect(facts.cause?.cause).toMatchObject({
      code: '23514',
      schema: 'gateway',
      table: 'sync_operation',
      constraint: 'kind_known',
    });
    expect(JSON.stringify(facts)).not.toMatch(/Jane|X320741/);
  });

  it('end, whatever is thrown', () => {
    const circular = new Error('a');
    circular.cause = circular;
    const pair = [new Error('a'), new Error('b')] as const;
    pair[0].cause = pair[1];
    pair[1].cause = pair[0];
    for (const value of [undefined, null, 'text', 7, circular, pair[0], Object.create(null)]) {
      expect(JSON.stringify(errorFacts(value)).length).toBeLessThan(20_000);
    }
  });
});

describe('F-037: a hostile error', () => {
  const throwing = new Proxy(new Error('a'), {
    get: () => {
      throw new Error('mine');
    },
  });
  const getter = Object.defineProperty(new Error('a'), 'code', {
    get: () => {
      throw new Error('mine');
    },
  });

  it.each([
    ['whose members throw', throwing, 'UNKNOWN'],
    ['whose code throws', getter, 'Error'],
    ['whose code has a NUL', { code: 'NO\0BED' }, 'NO'],
    ['whose code is long', { code: 'C'.repeat(100_000) }, 'C'.repeat(100)],
    ['whose code names a person', { code: 'X320741' }, 'UNKNOWN'],
    ['whose code is half a character', { code: '\ud800' }, 'UNKNOWN'],
  ])('%s is classified and told', (_name, error, code) => {
    expect(classify(error)).toEqual({ errorClass: 'permanent', code });
    expect(() => errorFacts(error)).not.toThrow();
  });

  it.each([NaN, Infinity, -1, 1e12])('asking to come back after %p s asks for an hour at most', (retryAfter) => {
    const failure = classify({ kind: 'unavailable', code: 'DOWN', details: { retryAfter } });
    expect(failure.retryAfterMs ?? 0).toBeGreaterThanOrEqual(0);
    expect(failure.retryAfterMs ?? 0).toBeLessThanOrEqual(3_600_000);
  });

  it('has codes of known characters only', () => {
    expect(['UPPER_SNAKE', '23514', 'a.b-c', 'with space', 7, ''].map(codeText)).toEqual([
      'UPPER_SNAKE',
      '23514',
      'a.b-c',
      '',
      '',
      '',
    ]);
  });
});
