import { AppError } from '@throughcare/base/errors';
import { UpstreamAnswer } from '@throughcare/platform/http';
import { refusalCode, refusedFields } from './refusals';

const refused = (body: unknown) =>
  new AppError('invalid', 'UPSTREAM_REJECTED', { cause: new UpstreamAnswer('edge', 400, body) });

describe('what a service refuses', () => {
  it('has a code', () => {
    expect(refusalCode(refused({ code: 'APPLICATION_CHANGED' }))).toBe('APPLICATION_CHANGED');
    for (const error of [refused('text'), refused(null), new Error('x'), undefined])
      expect(refusalCode(error)).toBeUndefined();
  });

  it('names fields', () => {
    const params = [
      { propertyName: '$.crn', errorType: 'doesNotExist' },
      { propertyName: '$.offenceId', errorType: 'empty' },
      { nonsense: 1 },
    ];
    expect(refusedFields(refused({ 'invalid-params': params }))).toEqual([
      { field: 'crn', errorType: 'doesNotExist' },
      { field: 'offenceId', errorType: 'empty' },
    ]);
  });

  it.each([[refused({})], [refused({ 'invalid-params': [] })], [new Error('bug')]])(
    'is thrown on otherwise: %#',
    (error) => {
      expect(() => refusedFields(error)).toThrow(error.message);
    },
  );
});
