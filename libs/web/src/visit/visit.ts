import type { Request } from 'express';
import type { Kept } from '../session/kept';
import type { SignedIn } from '../session/session';
import type { ApiClient } from './api-client';
import { type Me, apiOf, knownMe } from './me';
import { userOf } from './user';

/** Who is on a page, and which. */
export interface Visit {
  readonly user: SignedIn;
  /** The staff record; of pages for roles always, of others where it was asked for before. */
  readonly me?: Me;
  /** The public API, with the token of `user`. */
  readonly api: ApiClient;
  readonly params: Readonly<Record<string, string>>;
  /** What the page's `Query` lets its address say. That a form is shown again is no business of a page. */
  readonly query: Readonly<Record<string, string>>;
  /** What must not stand in an address is kept here. */
  readonly kept: Kept;
  /** Of the form that was sent: the same however often its button was pressed, and another for each change. */
  readonly once?: string;
}

export const visitOf = (request: Request): Visit => {
  const me = knownMe(request);
  const { change: once } = request;
  const { again: _, ...query } = request.query as Record<string, string>;
  return {
    user: userOf(request),
    ...(me?.member && { me: me.member }),
    get api() {
      return apiOf(request);
    },
    params: Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)])),
    query,
    kept: request.kept,
    ...(once !== undefined && { once }),
  };
};
