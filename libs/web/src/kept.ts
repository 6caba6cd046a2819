import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { notFound } from '@throughcare/base/errors';

const MOST = 20;

/** Keeps what must not stand in an address (a person's key, a plan) in the session; the answer is its name in the address. */
export const keep = (request: Request, kind: string, value: unknown): string => {
  const id = randomUUID();
  request.session.kept = [...(request.session.kept ?? []), { id, kind, value }].slice(-MOST);
  return id;
};

/** What was kept. Throws `KEPT_IS_GONE`: the session is another one, or many things were kept since. */
export const kept = <T>(request: Request, kind: string, id: unknown): T => {
  const found = request.session.kept?.find((one) => one.id === id && one.kind === kind);
  if (!found) throw notFound('KEPT_IS_GONE');
  return found.value as T;
};

/** Taken out: a form that is sent twice does its work once. */
export const take = <T>(request: Request, kind: string, id: unknown): T => {
  const value = kept<T>(request, kind, id);
  request.session.kept = (request.session.kept ?? []).filter((one) => one.id !== id);
  return value;
};
