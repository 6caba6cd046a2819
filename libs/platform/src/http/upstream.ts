import { asError } from '@throughcare/base/error-like';
import { type AppError, conflict, forbidden, invalid, notFound, unavailable } from '@throughcare/base/errors';

/** What the other side said. The body is kept for the code that knows what to do with it; it is never logged. */
export class UpstreamAnswer extends Error {
  override readonly name = 'UpstreamAnswer';
  readonly body!: unknown;
  constructor(
    readonly upstream: string,
    readonly status: number,
    body: unknown,
  ) {
    super(`${upstream} answered ${status}`);
    Object.defineProperty(this, 'body', { value: body, enumerable: false });
  }
}

/** Seconds of a `Retry-After` header: a number or an HTTP date. At most an hour. */
export const retryAfterOf = (header: string | null, now: number): number | undefined => {
  if (header === null || header.trim() === '') return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(Math.ceil(seconds), 0), 3_600) : undefined;
};

/** Said where another system refuses our own client: waiting mends nothing, somebody has to. */
export const REFUSES_US =
  'Another system refuses to answer this service. Trying again does not help: tell whoever runs the service';
const isRefusedThere = ({ status, body }: UpstreamAnswer): boolean =>
  status === 503 && (body as { detail?: unknown } | undefined | null)?.detail === REFUSES_US;

/** The answer as a refusal of ours. Statuses below 400 never come here. */
export const refusalOf = (answer: UpstreamAnswer, retryAfter?: number): AppError => {
  const { status } = answer;
  const details = { cause: answer };
  if (status === 404) return notFound('UPSTREAM_NOT_FOUND', details);
  if (status === 401 || status === 403) return forbidden('UPSTREAM_REFUSED', details);
  if (status === 409) return conflict('UPSTREAM_CONFLICT', details);
  const wait = { ...details, ...(retryAfter !== undefined && { retryAfter }) };
  if (isRefusedThere(answer)) return unavailable('UPSTREAM_FAILED', { ...wait, detail: REFUSES_US });
  if (status === 429) return unavailable('UPSTREAM_BUSY', wait);
  if (status === 408 || status >= 500) return unavailable('UPSTREAM_FAILED', wait);
  return invalid('UPSTREAM_REJECTED', details);
};

const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Codes anywhere in a chain of causes: fetch wraps what really happened. */
const codesOf = (value: unknown, depth = 0): string[] => {
  const error = asError(value);
  if (!error || depth > 4) return [];
  const inner: readonly unknown[] = Array.isArray(error.errors) ? error.errors : [error.cause];
  const own = typeof error.code === 'string' ? [error.code] : [];
  return [...own, ...inner.flatMap((cause) => codesOf(cause, depth + 1))];
};

/** No answer at all. Whether the other side acted is only known when the request never left. */
export const transportFailure = (error: unknown): AppError => {
  if (asError(error)?.name === 'TimeoutError') return unavailable('UPSTREAM_TIMEOUT', { cause: error });
  const neverSent = codesOf(error).some((code) => NEVER_SENT.has(code));
  return unavailable(neverSent ? 'UPSTREAM_UNREACHABLE' : 'UPSTREAM_LOST', { cause: error });
};
