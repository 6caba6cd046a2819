import type { Request } from 'express';
import type { SignedIn } from '../session/session';

/** The person on whose behalf a page works. Behind `SignIn.required` there always is one. */
export const userOf = (request: Pick<Request, 'session'>): SignedIn => {
  const { user } = request.session;
  if (!user) throw new Error('a page in front of sign-in');
  return user;
};
