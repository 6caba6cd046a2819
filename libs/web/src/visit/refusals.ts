import { AppError } from '@throughcare/base/errors';
import { UpstreamAnswer } from '@throughcare/platform/http';
import type { FieldProblem } from '../form';

const bodyOf = (error: unknown): Readonly<Record<string, unknown>> => {
  const cause = error instanceof AppError ? error.cause : undefined;
  const body: unknown = cause instanceof UpstreamAnswer ? cause.body : undefined;
  return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
};

/** The service's own code of a refusal: `APPLICATION_CHANGED`. */
export const refusalCode = (error: unknown): string | undefined => {
  const { code } = bodyOf(error);
  return typeof code === 'string' ? code : undefined;
};

/** The fields that a service refuses. Everything that is no refusal of fields is thrown on. */
export const refusedFields = (error: unknown): FieldProblem[] => {
  const params = bodyOf(error)['invalid-params'];
  const found = (Array.isArray(params) ? (params as unknown[]) : []).flatMap((param): FieldProblem[] => {
    const { propertyName, errorType } = (param ?? {}) as { propertyName?: unknown; errorType?: unknown };
    if (typeof propertyName !== 'string' || typeof errorType !== 'string') return [];
    return [{ field: propertyName.replace(/^\$\./, ''), errorType }];
  });
  if (found.length === 0) throw error;
  return found;
};
