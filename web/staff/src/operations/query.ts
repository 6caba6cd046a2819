import type { Request } from 'express';
import { invalid } from '@throughcare/base/errors';

/** A list that ignores part of its address shows more than was asked for, and people act on it: each name is known, and there once. */
export const requireQuery = (request: Request, names: readonly string[]): void => {
  const isStrange = Object.entries(request.query).some(
    ([name, value]) => !names.includes(name) || typeof value !== 'string',
  );
  if (isStrange)
    throw invalid('UNKNOWN_PARAMETER', { detail: 'The address has a filter that this list does not have.' });
};
