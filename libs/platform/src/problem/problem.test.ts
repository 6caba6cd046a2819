import { BadRequestException, HttpException } from '@nestjs/common';
import {
  conflict,
  forbidden,
  invalid,
  invalidField,
  notFound,
  unauthenticated,
  unavailable,
} from '@throughcare/base/errors';
import { problemOf } from './problem';
import { problemBody } from '../problem-body';
import { ProblemFilter } from './problem.filter';

const ofDatabase = (code: string, over: object = {}) =>
  Object.assign(new Error('John Smith'), {
    driverError: Object.assign(new Error('x'), { code, severity: 'ERROR', ...over }),
  });

describe('problemOf', () => {
  it.each([
    [invalid('X'), 400],
    [unauthenticated('X'), 401],
    [forbidden('X'), 403],
    [notFound('X'), 404],
    [conflict('X'), 409],
    [unavailable('X'), 503],
    [conflict('PRECONDITION_FAILED'), 412],
    [invalid('PRECONDITION_REQUIRED'), 428],
    [invalid('IDEMPOTENCY_KEY_REUSED'), 422],
    [new BadRequestException('John Smith'), 400],
    [new HttpException('John Smith', 502), 500],
    [Object.assign(new Error('x'), { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }), 413],
    [ofDatabase('40001'), 503],
    [ofDatabase('40P01'), 503],
    [ofDatabase('57014'), 503],
    [ofDatabase('57P01'), 503],
    [ofDatabase('XX000', { severity: 'FATAL' }), 503],
    [ofDatabase('22P02'), 400],
    [ofDatabase('54000'), 400],
    [ofDatabase('54001'), 400],
    [ofDatabase('23505'), 500],
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 503],
    [Object.assign(new AggregateError([Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })], 'x')), 503],
    [new Error('Connection terminated unexpectedly'), 503],
    [new TypeError('John Smith'), 500],
    ['John Smith', 500],
    [undefined, 500],
    [null, 500],
  ])('answers %p with %i', (error, status) => {
    const body = problemBody(problemOf(error), '/x?crn=X320741');
    expect(body['status']).toBe(status);
    expect(JSON.stringify(body)).not.toMatch(/John|X320741/);
  });

  it('has all members that clients of either API read', () => {
    const error = invalidField('$.endDate', 'existingBookings', { entityId: 'b1', value: '2026-03-02' });
    expect(problemBody(problemOf(error), '/cas3/v2/premises/p1?x=1')).toEqual({
      title: 'Bad Request',
      status: 400,
      detail: 'There is a problem with your request',
      instance: '/cas3/v2/premises/p1',
      code: 'INVALID_FIELD',
      'invalid-params': [
        { propertyName: '$.endDate', errorType: 'existingBookings', entityId: 'b1', value: '2026-03-02' },
      ],
      errorCode: null,
      userMessage: 'Bad Request',
      developerMessage: 'There is a problem with your request',
      moreInfo: null,
    });
  });

  it('puts the sentence of a refusal into detail and developerMessage', () => {
    const body = problemBody(problemOf(invalid('BAD_FORMAT', { detail: 'Unsupported document format' })), '/');
    expect([body['detail'], body['developerMessage']]).toEqual([
      'Unsupported document format',
      'Unsupported document format',
    ]);
  });

  it('passes errors of event handlers on unchanged', () => {
    const error = conflict('X');
    const host = { getType: () => 'rpc' } as Parameters<ProblemFilter['catch']>[1];
    const seen: unknown[] = [];
    (new ProblemFilter().catch(error, host) as { subscribe(o: object): void }).subscribe({
      error: (e: unknown) => seen.push(e),
    });
    expect(seen).toEqual([error]);
  });
});
