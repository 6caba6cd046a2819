import { STATUS_OF_KIND } from '../problem/problem';
import { problemBody, problemOfStatus } from '../problem-body';
import type { Contract } from '../replies/replies';
import type { Schema } from './schemas';

const text = { type: 'string' } as const;
const textOrNull = { type: ['string', 'null'] } as const;
const params = {
  type: 'array',
  items: {
    type: 'object',
    required: ['propertyName', 'errorType'],
    properties: { propertyName: text, errorType: text, entityId: text, value: text },
  },
} as const;

/** Every refusal: `application/problem+json`, with what existing clients read beside. */
export const Problem: Schema = {
  type: 'object',
  required: ['title', 'status', 'detail', 'instance', 'code'],
  properties: {
    title: text,
    status: { type: 'integer' },
    detail: textOrNull,
    instance: text,
    code: { type: 'string', description: 'UPPER_SNAKE; all of them are in docs/errors.md' },
    'invalid-params': params,
    'invalid-answers': params,
    errorCode: { type: ['integer', 'null'] },
    userMessage: text,
    developerMessage: text,
    moreInfo: textOrNull,
  },
};

const NAMES: Readonly<Record<number, string>> = {
  400: 'Invalid',
  401: 'Unauthenticated',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  412: 'PreconditionFailed',
  413: 'PayloadTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Unprocessable',
  428: 'PreconditionRequired',
  503: 'Unavailable',
};

/** The answers that refuse, by name, each with an example. */
export const refusalResponses = (): Record<string, Schema> =>
  Object.fromEntries(
    Object.entries(NAMES).map(([status, name]) => {
      const problem = problemOfStatus(Number(status), status === '400' ? 'INVALID_FIELD' : undefined);
      const schema = { $ref: '#/components/schemas/Problem' };
      const content = { 'application/problem+json': { schema, example: problemBody(problem, '/path') } };
      return [name, { description: problem.title, content }];
    }),
  );

export interface Asked {
  readonly isPublic: boolean;
  readonly isWrite: boolean;
  readonly hasInput: boolean;
  readonly hasPath: boolean;
  readonly hasBody: boolean;
  readonly hasIfMatch: boolean;
}

/** What a route may refuse: what follows from how it is asked, and what its contract adds. */
export const refusalsOf = (asked: Asked, { refuses = [] }: Contract): Record<string, Schema> => {
  const statuses = [
    ...(asked.hasInput ? [400] : []),
    ...(asked.isPublic ? [] : [401, 403]),
    ...(asked.hasPath ? [404] : []),
    ...(asked.isWrite ? [409, 422] : []),
    ...(asked.hasBody ? [413, 415] : []),
    ...(asked.hasIfMatch ? [412, 428] : []),
    ...refuses.map((kind) => STATUS_OF_KIND[kind]),
    503,
  ];
  const names = [...new Set(statuses)].toSorted((a, b) => a - b);
  return Object.fromEntries(names.map((status) => [status, { $ref: `#/components/responses/${NAMES[status]}` }]));
};
