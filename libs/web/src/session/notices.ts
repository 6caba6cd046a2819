import type { Request, RequestHandler } from 'express';
import type { Notice } from './session';

/** Of one session; the oldest goes first. */
const MOST = 10;

const pathOf = (address: string): string => new URL(address, 'http://here').pathname;

/** The page at this address says it, once, and no page in another window. */
export const tell = ({ session }: Pick<Request, 'session'>, address: string, notice: Notice): void => {
  const path = pathOf(address);
  const others = Object.entries(session.notices ?? {}).filter(([name]) => name !== path);
  session.notices = Object.fromEntries([...others.slice(1 - MOST), [path, notice]]);
};

const taken = ({ session, path }: Request): Notice | undefined => {
  const { [path]: notice, ...others } = session.notices ?? {};
  if (notice) session.notices = others;
  return notice;
};

/** What was kept for this page is told on it; where it leads elsewhere, there. */
export const notices: RequestHandler = (request, response, next) => {
  const notice = request.method === 'GET' ? taken(request) : undefined;
  if (notice) response.locals['notice'] = notice;
  next();
};
