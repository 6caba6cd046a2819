import { saysAway } from './away.rules';
import { causeOf, codeOf, type ErrorFacts, errorFacts, memberOf } from './error-facts';
import { isStalePlan } from './stale-plan';

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
  /** Where it happened; from {@link diagnose}. */
  readonly facts?: ErrorFacts;
}

/** Tries of a `hopeful` failure before the event becomes a dead letter. */
export const HOPEFUL_TRIES = 5;

/**
 * Beside what {@link saysAway}: an operator or a time-out, a rollback that a conflict forced, a lock that was not to be had, and statements
 * that a connection prepared before a table changed. `25P02`, which belongs to somebody who caught an error and went on, is a bug.
 */
const CONFLICT_SQL = /^(57...|40000|40001|40003|40P01|55006|55P03|26000)$/;
/** Our own database: no system code has five characters and a digit. */
const SQL_STATE = /^(?=.*\d)[0-9A-Z]{5}$/;
const INTEGRITY_SQL = /^(23...|40002)$/;

const textOf = (error: unknown, name: string): string => {
  const value = memberOf(error, name);
  return typeof value === 'string' ? value : '';
};

const classOfKind = (kind: string): ErrorClass | undefined => {
  if (kind === 'unavailable') return 'transient';
  if (kind === 'not-found') return 'hopeful';
  return ['invalid', 'unauthenticated', 'forbidden', 'conflict'].includes(kind) ? 'permanent' : undefined;
};

const isTransientHere = (error: unknown): boolean =>
  CONFLICT_SQL.test(textOf(error, 'code')) || isStalePlan(error) || saysAway(error);

const classOf = (error: unknown): ErrorClass | undefined => {
  const known = classOfKind(textOf(error, 'kind'));
  if (known) return known;
  if (isTransientHere(error)) return 'transient';
  return INTEGRITY_SQL.test(textOf(error, 'code')) ? 'hopeful' : undefined;
};

const LONGEST_AFTER_S = 3_600;
const waitAskedFor = (error: unknown): { retryAfterMs?: number } => {
  const after = memberOf(memberOf(error, 'details'), 'retryAfter');
  if (typeof after !== 'number' || !(after >= 0)) return {};
  return { retryAfterMs: Math.min(after, LONGEST_AFTER_S) * 1000 };
};

/** Decides by kind, SQLSTATE or system code of the error or of what caused it; anything else is a bug, which is permanent. */
export const classify = (error: unknown): Failure => {
  for (let depth = 0, at = error; depth < 5 && at != null; depth += 1, at = causeOf(at)) {
    const errorClass = classOf(at);
    if (errorClass) return { errorClass, code: codeOf(at), ...waitAskedFor(at) };
  }
  return { errorClass: 'permanent', code: codeOf(error) };
};

/** The same with where it happened, for whoever stores or tells it. */
export const diagnose = (error: unknown): Failure => ({ ...classify(error), facts: errorFacts(error) });

/** First and longest wait in milliseconds. Our own database answers a try at once or is away: asking it often costs nothing. */
const LIMITS = {
  ownDatabase: { first: 50, longest: 3_000 },
  transient: { first: 100, longest: 30_000 },
  hopeful: { first: 200, longest: 5_000 },
} as const;

const limitsOf = ({ errorClass, code }: Failure) => {
  if (errorClass !== 'transient') return LIMITS.hopeful;
  return code === 'DATABASE_CONNECTION_LOST' || SQL_STATE.test(code) ? LIMITS.ownDatabase : LIMITS.transient;
};

/** Full jitter: anything between 0 and the capped exponential, but never before the other side said. `random` is in [0, 1). */
export const waitBefore = (failure: Failure, attempts: number, random: number): number => {
  const { first, longest } = limitsOf(failure);
  const ceiling = Math.min(longest, first * 2 ** Math.min(attempts - 1, 20));
  return Math.max(failure.retryAfterMs ?? 0, Math.round(ceiling * random));
};

/** How many tries a failure gets; no number for what is tried until it works. */
export const triesOf = ({ errorClass }: Failure): number =>
  ({ permanent: 1, hopeful: HOPEFUL_TRIES, transient: Infinity })[errorClass];

/** True when the event becomes a dead letter now. */
export const givesUp = (failure: Failure, attempts: number): boolean => attempts >= triesOf(failure);

/** `attempt 1 of 5`; without an end for what is tried until it works. */
export const attemptWords = (failure: Failure, attempts: number): string => {
  const tries = triesOf(failure);
  return tries === Infinity ? `attempt ${attempts}` : `attempt ${attempts} of ${Math.max(attempts, tries)}`;
};
