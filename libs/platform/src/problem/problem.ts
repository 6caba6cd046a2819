import { HttpException } from '@nestjs/common';
import { isDatabaseDown, sqlStateOf } from '../database/down';
import { asError } from '../error-like';
import { AppError } from '../errors';
import type { ErrorKind, InvalidParam } from '../errors';

/** The one place that knows status codes. */
const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unavailable: 503,
};

/** Refusals that HTTP has a status of its own for. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  PRECONDITION_FAILED: 412,
  PRECONDITION_REQUIRED: 428,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  IDEMPOTENCY_KEY_REUSED: 422,
};

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'MALFORMED_REQUEST',
  404: 'ROUTE_NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  406: 'NOT_ACCEPTABLE',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  503: 'UNAVAILABLE',
};

/** Title, and the sentence where the refusal brings none. Existing clients tell errors apart by these numbers alone. */
const WORDS: Readonly<Record<number, readonly [title: string, detail: string]>> = {
  400: ['Bad Request', 'There is a problem with your request'],
  401: ['Unauthenticated', 'A valid HMPPS Auth token must be supplied as bearer token'],
  403: ['Forbidden', 'You are not authorised to do this'],
  404: ['Not Found', 'There is nothing here'],
  408: ['Request Timeout', 'The request took too long to arrive'],
  409: ['Conflict', 'This does not fit what is there already'],
  412: ['Precondition Failed', 'It was changed by someone else in the meantime'],
  413: ['Payload Too Large', 'The request body is too large'],
  415: ['Unsupported Media Type', 'The request body must be application/json'],
  422: ['Unprocessable Content', 'The request cannot be processed'],
  428: ['Precondition Required', 'The request must say which version it changes (If-Match)'],
  503: ['Service Unavailable', 'This cannot be done at the moment; try again later'],
};

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  /** Null for a bug: nothing is said about it. */
  readonly detail: string | null;
  readonly invalidParams?: readonly InvalidParam[];
  readonly retryAfter?: number;
  /** A bug, to be logged as an error. */
  readonly unexpected: boolean;
}

const problem = (status: number, code: string, detail?: string): Problem => {
  const [title, sentence] = WORDS[status] ?? ['Request refused', 'The request was refused'];
  return { status, code, title, detail: detail ?? sentence, unexpected: false };
};

const bug: Problem = {
  status: 500,
  code: 'UNEXPECTED',
  title: 'Internal Server Error',
  detail: null,
  unexpected: true,
};

const ofAppError = ({ kind, code, details }: AppError): Problem => ({
  ...problem(STATUS_OF_CODE[code] ?? STATUS[kind], code, details.detail),
  ...(details.invalidParams && { invalidParams: details.invalidParams }),
  ...(details.retryAfter !== undefined && { retryAfter: details.retryAfter }),
});

/** Values PostgreSQL cannot hold: bad text for a type, out of range, a null character. */
const UNSTORABLE = new Set(['22P02', '22P05', '22021', '22003', '22007', '22008']);
/** Lost a race that a retry wins: serialisation failure, deadlock, statement or lock time-out. */
const TRY_AGAIN = new Set(['40001', '40P01', '57014', '55P03']);

const ofDatabase = (error: unknown): Problem | undefined => {
  if (isDatabaseDown(error)) return { ...problem(503, 'DATABASE_UNAVAILABLE'), retryAfter: 2 };
  const state = sqlStateOf(error);
  if (state !== undefined && TRY_AGAIN.has(state)) return { ...problem(503, 'DATABASE_BUSY'), retryAfter: 1 };
  if (state !== undefined && UNSTORABLE.has(state)) return problem(400, 'UNSTORABLE_VALUE');
  return undefined;
};

/** The status that Nest or Fastify refuse a request with by themselves. */
const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  return typeof code === 'string' && code.startsWith('FST_ERR_') && typeof statusCode === 'number'
    ? statusCode
    : undefined;
};

/** Their texts quote the request, so none of it is repeated. */
const ofStatus = (status: number): Problem =>
  status >= 500 && status !== 503 ? bug : problem(status, CODE_OF_STATUS[status] ?? 'REQUEST_REFUSED');

/** Any error as a problem. What nobody foresaw is a bug: 500, and nothing about it is told. */
export const problemOf = (error: unknown): Problem => {
  if (error instanceof AppError) return ofAppError(error);
  if (!asError(error)) return bug;
  const status = statusOf(error);
  return status !== undefined ? ofStatus(status) : (ofDatabase(error) ?? bug);
};
