import type { Request } from 'express';
import type { SignedIn } from '../session';
import type { ApiClient } from './api-client';
import { type Me, apiOf } from './me';
import { userOf } from './user';

/** Who is on a page, and which. */
export interface Visit {
  readonly user: SignedIn;
  /** The staff record; of pages for roles always, of others where it was asked for before. */
  readonly me?: Me;
  /** The public API, with the token of `user`. */
  readonly api: ApiClient;
  readonly params: Readonly<Record<string, string>>;
  /** As the address has them; a list where one came twice. */
  readonly query: Readonly<Record<string, unknown>>;
  /** For `keep`, `kept` and `take`. */
  readonly session: Request['session'];
  /** Of the form that was sent: the same however often its button was pressed, and another for each time it was shown. */
  readonly once?: string;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const onceIn = (body: unknown): string | undefined => {
  const { _once: once } = (body ?? {}) as { _once?: unknown };
  return typeof once === 'string' && UUID.test(once) ? once : undefined;
};

export const visitOf = (request: Request): Visit => {
  const { me } = request.session;
  const once = onceIn(request.body);
  return {
    user: userOf(request),
    ...(me?.member && { me: me.member }),
    get api() {
      return apiOf(request);
    },
    params: Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)])),
    query: request.query,
    session: request.session,
    ...(once !== undefined && { once }),
  };
};
