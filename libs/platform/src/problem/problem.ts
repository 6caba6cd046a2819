import { HttpException } from '@nestjs/common';
import { isDatabaseDown, sqlStateOf } from '../database/down';
import { asError } from '@throughcare/base/error-like';
import { AppError } from '@throughcare/base/errors';
import type { ErrorKind } from '@throughcare/base/errors';
import { problemOfStatus } from '../problem-body';
import type { Problem } from '../problem-body';

/** The one place that knows status codes. */
export const STATUS_OF_KIND: Record<ErrorKind, number> = {
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

const bug: Problem = {
  status: 500,
  code: 'UNEXPECTED',
  title: 'Internal Server Error',
  detail: null,
  unexpected: true,
};

const ofAppError = ({ kind, code, details }: AppError): Problem => ({
  ...problemOfStatus(STATUS_OF_CODE[code] ?? STATUS_OF_KIND[kind], code, details.detail),
  ...(details.invalidParams && { invalidParams: details.invalidParams }),
  ...(details.invalidAnswers && { invalidAnswers: details.invalidAnswers }),
  ...(details.versions && { versions: details.versions }),
  ...(details.retryAfter !== undefined && { retryAfter: details.retryAfter }),
});

/** Values PostgreSQL cannot hold: bad text for a type, out of range, a null character; too deep (54001), too long for an index (54000). */
const UNSTORABLE = new Set(['22P02', '22P05', '22021', '22003', '22007', '22008', '54000', '54001']);
/** Lost a race that a retry wins: serialisation failure, deadlock, statement or lock time-out. */
const TRY_AGAIN = new Set(['40001', '40P01', '57014', '55P03']);

const ofDatabase = (error: unknown): Problem | undefined => {
  if (isDatabaseDown(error)) return { ...problemOfStatus(503, 'DATABASE_UNAVAILABLE'), retryAfter: 2 };
  const state = sqlStateOf(error);
  if (state !== undefined && TRY_AGAIN.has(state)) return { ...problemOfStatus(503, 'DATABASE_BUSY'), retryAfter: 1 };
  if (state !== undefined && UNSTORABLE.has(state)) return problemOfStatus(400, 'UNSTORABLE_VALUE');
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
  status >= 500 && status !== 501 && status !== 503 ? bug : problemOfStatus(status);

/** Any error as a problem. What nobody foresaw is a bug: 500, and nothing about it is told. */
export const problemOf = (error: unknown): Problem => {
  if (error instanceof AppError) return ofAppError(error);
  if (!asError(error)) return bug;
  const status = statusOf(error);
  return status !== undefined ? ofStatus(status) : (ofDatabase(error) ?? bug);
};
