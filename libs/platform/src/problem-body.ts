import { maskText } from './logging/mask';
import type { ErrorDetails, InvalidParam } from '@throughcare/base/errors';

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  /** Null for a bug: nothing is said about it. */
  readonly detail: string | null;
  readonly invalidParams?: readonly InvalidParam[];
  readonly invalidAnswers?: readonly InvalidParam[];
  readonly versions?: NonNullable<ErrorDetails['versions']>;
  readonly retryAfter?: number;
  /** A bug, to be logged as an error. */
  readonly unexpected: boolean;
}

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'MALFORMED_REQUEST',
  404: 'ROUTE_NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  406: 'NOT_ACCEPTABLE',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  431: 'HEADERS_TOO_LARGE',
  501: 'NOT_BUILT',
  503: 'UNAVAILABLE',
};

/** Title, and the sentence where the refusal brings none. Existing clients tell errors apart by these numbers alone. */
const WORDS: Readonly<Record<number, readonly [title: string, detail: string]>> = {
  400: ['Bad Request', 'There is a problem with your request'],
  401: ['Unauthenticated', 'A valid HMPPS Auth token must be supplied as bearer token'],
  403: ['Forbidden', 'You are not authorised to do this'],
  404: ['Not Found', 'Nothing was found for this request'],
  408: ['Request Timeout', 'The request took too long to arrive'],
  409: ['Conflict', 'The request conflicts with the current state'],
  412: ['Precondition Failed', 'It was changed by another user since you read it'],
  413: ['Payload Too Large', 'The request body is too large'],
  415: ['Unsupported Media Type', 'The request body must be application/json'],
  422: ['Unprocessable Content', 'The request cannot be processed'],
  428: ['Precondition Required', 'The request must say which version it changes (If-Match)'],
  431: ['Request Header Fields Too Large', 'The headers of the request are too large'],
  501: ['Not Implemented', 'This operation is not built yet: what you asked for is unknown here, not absent'],
  503: ['Service Unavailable', 'This cannot be done at the moment; try again later'],
};

/** A refusal by its status alone, in the words that all of ours use. */
export const problemOfStatus = (status: number, code?: string, detail?: string): Problem => {
  const [title, sentence] = WORDS[status] ?? ['Request refused', 'The request was refused'];
  const said = code ?? CODE_OF_STATUS[status] ?? 'REQUEST_REFUSED';
  return { status, code: said, title, detail: detail ?? sentence, unexpected: false };
};

/**
 * The body of an error: RFC 9457 members, `code`, `invalid-params`, `invalid-answers`, `versions`, and the five members that clients of the passport API read.
 * `instance` is the path without query and with marks in place of ids of people.
 */
export const problemBody = (problem: Problem, path: string): Record<string, unknown> => ({
  title: problem.title,
  status: problem.status,
  detail: problem.detail,
  instance: maskText(path.split('?')[0] ?? ''),
  code: problem.code,
  ...(problem.invalidParams && { 'invalid-params': problem.invalidParams }),
  ...(problem.invalidAnswers && { 'invalid-answers': problem.invalidAnswers }),
  ...(problem.versions && { versions: problem.versions }),
  errorCode: null,
  userMessage: problem.title,
  developerMessage: problem.detail ?? problem.title,
  moreInfo: null,
});
