import { notChecked } from './not-checked.rules';

describe('a check that cannot be made', () => {
  it.each<[string, unknown, string]>([
    [
      'no free connection',
      new Error('timeout exceeded when trying to connect'),
      'not checked: the database does not answer',
    ],
    [
      'a wrapped loss',
      { driverError: new Error('Connection terminated unexpectedly') },
      'not checked: the database does not answer',
    ],
    ['a refusal to connect', { code: 'ECONNREFUSED' }, 'not checked: the database does not answer (ECONNREFUSED)'],
    ['a missing table', { code: '42P01' }, 'not checked: 42P01'],
    ['a bug', new TypeError('secret'), 'not checked: TypeError'],
    ['what is no error', undefined, 'not checked: unknown'],
  ])('says why: %s', (_, error, words) => {
    expect(notChecked(error)).toEqual({ status: 'fail', detail: words });
  });
});
