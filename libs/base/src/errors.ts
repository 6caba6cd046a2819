/** What went wrong, in terms that neither HTTP nor messaging owns. `problem/problem.ts` knows the status codes. */
export type ErrorKind = 'invalid' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'unavailable';

/** One broken rule of one field, in the words existing clients look up: `$.arrivalDate` and `empty`. */
export interface InvalidParam {
  readonly propertyName: string;
  readonly errorType: string;
  readonly entityId?: string;
  readonly value?: string;
}

export interface ErrorDetails {
  readonly invalidParams?: readonly InvalidParam[];
  /** The same for answers of a stored form. Apart, because an existing client fails over each pair it does not know. */
  readonly invalidAnswers?: readonly InvalidParam[];
  /** What both sides have written, for the one who may read both. Answers of people: never for a log. */
  readonly versions?: readonly { readonly page: string; readonly yours: unknown; readonly theirs: unknown }[];
  /** Sentence for the `detail` member. Never a name, an identifier of a person, or free text. */
  readonly detail?: string;
  readonly cause?: unknown;
  /** Seconds after which a retry makes sense, where the other side said so. */
  readonly retryAfter?: number;
}

/** A refusal with a kind and a code. Codes are UPPER_SNAKE and never reused. */
export class AppError extends Error {
  override readonly name = 'AppError';
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    readonly details: ErrorDetails = {},
  ) {
    super(code, details.cause === undefined ? undefined : { cause: details.cause });
  }
}

export const invalid = (code: string, details?: ErrorDetails) => new AppError('invalid', code, details);
export const unauthenticated = (code: string, details?: ErrorDetails) => new AppError('unauthenticated', code, details);
export const forbidden = (code: string, details?: ErrorDetails) => new AppError('forbidden', code, details);
export const notFound = (code: string, details?: ErrorDetails) => new AppError('not-found', code, details);
export const conflict = (code: string, details?: ErrorDetails) => new AppError('conflict', code, details);
export const unavailable = (code: string, details?: ErrorDetails) => new AppError('unavailable', code, details);

/** One field and one rule: what most refusals of input are. */
export const invalidField = (
  propertyName: string,
  errorType: string,
  extra: Omit<InvalidParam, 'propertyName' | 'errorType'> = {},
) => invalid('INVALID_FIELD', { invalidParams: [{ propertyName, errorType, ...extra }] });
