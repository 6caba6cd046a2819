/**
 * `transient`: it will work again, wait as long as it takes; `hopeful`: perhaps what is missing is on its way, a few tries;
 * `permanent`: the same event fails the same way.
 */
export type ErrorClass = 'transient' | 'hopeful' | 'permanent';

export interface Failure {
  readonly errorClass: ErrorClass;
  /** UPPER_SNAKE, SQLSTATE or class name. Never a message: messages may name people. */
  readonly code: string;
  readonly retryAfterMs?: number;
}

/** Tries of a `hopeful` failure before the event becomes a dead letter. */
export const HOPEFUL_TRIES = 5;

const TRANSIENT_SQL = /^(08...|53...|57P0.|57014|40001|40P01|55P03|25006|25P03)$/;
const INTEGRITY_SQL = /^23...$/;
const TRANSIENT_SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
/** The driver has no codes for these. */
const LOST_CONNECTION =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed|Query read timeout|Cannot use a pool after calling end)/;

interface ErrorShape {
  readonly kind?: unknown;
  readonly code?: unknown;
  readonly name?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly driverError?: unknown;
  /** AWS: whose fault it is, `client` or `server`. */
  readonly $fault?: unknown;
  readonly details?: { readonly retryAfter?: unknown };
}

const shapeOf = (error: unknown): ErrorShape => (typeof error === 'object' && error !== null ? error : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const classOfKind = (kind: unknown): ErrorClass | undefined => {
  if (kind === 'unavailable') return 'transient';
  if (kind === 'not-found') return 'hopeful';
  return ['invalid', 'unauthenticated', 'forbidden', 'conflict'].includes(text(kind)) ? 'permanent' : undefined;
};

const classOfShape = ({ kind, code, name, message, $fault }: ErrorShape): ErrorClass | undefined => {
  const known = classOfKind(kind);
  if (known) return known;
  if (TRANSIENT_SQL.test(text(code)) || TRANSIENT_SYSTEM.has(text(code))) return 'transient';
  if (INTEGRITY_SQL.test(text(code))) return 'hopeful';
  if (LOST_CONNECTION.test(text(message)) || name === 'TimeoutError' || $fault === 'server') return 'transient';
  return undefined;
};

/** Decides by kind, SQLSTATE or system code of the error or of what caused it; anything else is a bug, which is permanent. */
export const classify = (error: unknown): Failure => {
  for (let depth = 0, at = error; depth < 5 && at != null; depth += 1) {
    const shape = shapeOf(at);
    const errorClass = classOfShape(shape);
    if (errorClass) {
      const after = shape.details?.retryAfter;
      const code = text(shape.code) || text(shape.name) || 'UNKNOWN';
      return { errorClass, code, ...(typeof after === 'number' && { retryAfterMs: after * 1000 }) };
    }
    at = shape.driverError ?? shape.cause;
  }
  const { code, name } = shapeOf(error);
  return { errorClass: 'permanent', code: text(code) || text(name) || 'UNKNOWN' };
};

/** First and longest wait in milliseconds. Our own database answers a try at once or is away: asking it often costs nothing. */
const LIMITS = {
  ownDatabase: { first: 50, longest: 3_000 },
  transient: { first: 100, longest: 30_000 },
  hopeful: { first: 200, longest: 5_000 },
} as const;

const limitsOf = ({ errorClass, code }: Failure) => {
  if (errorClass !== 'transient') return LIMITS.hopeful;
  return code === 'DATABASE_CONNECTION_LOST' || TRANSIENT_SQL.test(code) ? LIMITS.ownDatabase : LIMITS.transient;
};

/** Full jitter: anything between 0 and the capped exponential, but never before the other side said. `random` is in [0, 1). */
export const waitBefore = (failure: Failure, attempts: number, random: number): number => {
  const { first, longest } = limitsOf(failure);
  const ceiling = Math.min(longest, first * 2 ** Math.min(attempts - 1, 20));
  return Math.max(failure.retryAfterMs ?? 0, Math.round(ceiling * random));
};

/** True when the event becomes a dead letter now. */
export const givesUp = (failure: Failure, attempts: number): boolean =>
  failure.errorClass === 'permanent' || (failure.errorClass === 'hopeful' && attempts >= HOPEFUL_TRIES);
