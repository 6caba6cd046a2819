import type { Request } from 'express';
import { withErrors, type Form } from '@throughcare/web/form';
import { invalid } from '@throughcare/base/errors';

/** A list that ignores part of its address shows more than was asked for, and people act on it: each name is known, and there once. */
export const requireQuery = (request: Request, names: readonly string[]): void => {
  const isStrange = Object.entries(request.query).some(
    ([name, value]) => !names.includes(name) || typeof value !== 'string',
  );
  if (isStrange)
    throw invalid('UNKNOWN_PARAMETER', { detail: 'The address has a filter that this list does not have.' });
};

/** A name that cannot be is a mistake of whoever asks, and not an empty list. */
export const requireName = <T>(form: Form<T>, field: string, what: string, names: readonly string[]): Form<T> => {
  const name = form.values[field];
  if (!form.data && form.errors.length > 0) return form;
  if (name === undefined || name === '' || names.includes(String(name))) return form;
  return withErrors<T>(form.values, [{ field, text: `There is no such ${what}: there are ${names.join(', ')}` }]);
};
