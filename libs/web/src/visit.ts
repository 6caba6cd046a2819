import type { Request } from 'express';
import { userOf } from './pages';
import type { SignedIn } from './session';

/** Who is on a page, and which. */
export interface Visit {
  readonly user: SignedIn;
  readonly params: Readonly<Record<string, string>>;
  /** As the address has them; a list where one came twice. */
  readonly query: Readonly<Record<string, unknown>>;
  /** For `keep`, `kept` and `take`. */
  readonly session: Request['session'];
}

export const visitOf = (request: Request): Visit => ({
  user: userOf(request),
  params: Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)])),
  query: request.query,
  session: request.session,
});
