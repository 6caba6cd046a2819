import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { notFound } from '@throughcare/base/errors';

/** A request, or the visit to a page. */
type HasSession = Pick<Request, 'session'>;

const MOST = 20;

/** Keeps what must not stand in an address (a person's key, a plan) in the session; the answer is its name in the address. */
export const keep = (at: HasSession, kind: string, value: unknown): string => {
  const id = randomUUID();
  at.session.kept = [...(at.session.kept ?? []), { id, kind, value }].slice(-MOST);
  return id;
};

/** What was kept. Throws `KEPT_IS_GONE`: the session is another one, or many things were kept since. */
export const kept = <T>(at: HasSession, kind: string, id: unknown): T => {
  const found = at.session.kept?.find((one) => one.id === id && one.kind === kind);
  if (!found) throw notFound('KEPT_IS_GONE');
  return found.value as T;
};

/** Taken out: a form that is sent twice does its work once. */
export const take = <T>(at: HasSession, kind: string, id: unknown): T => {
  const value = kept<T>(at, kind, id);
  at.session.kept = (at.session.kept ?? []).filter((one) => one.id !== id);
  return value;
};
