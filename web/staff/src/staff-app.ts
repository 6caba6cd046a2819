import type { RequestHandler } from 'express';
import { Pages } from '@throughcare/web/pages';
import type { StaffConfig } from './config';
import { operationsPages } from './operations/pages';

const NAVIGATION = [
  ['Overview', '/operations'],
  ['Consumers', '/operations/consumers'],
  ['Dead letters', '/operations/dead-letters'],
  ['Ledger', '/operations/ledger'],
  ['Replays', '/operations/replays'],
  ['Events', '/operations/events'],
  ['Quarantine', '/operations/quarantine'],
  ['Audit', '/operations/audit'],
] as const;

const locals: RequestHandler = (request, response, next) => {
  const { path } = request;
  const isHere = (href: string) => path === href || (href !== '/operations' && path.startsWith(`${href}/`));
  response.locals['serviceTitle'] = 'Throughcare operations';
  response.locals['navigation'] = NAVIGATION.map(([text, href]) => ({
    text,
    href,
    current: path === href,
    active: isHere(href),
  }));
  next();
};

/** The pages of the staff application; its templates lie beside them. */
export const staffApp = (config: Pick<StaffConfig, 'THROUGHCARE_SERVICES' | 'TRACE_URL'>) => {
  const pages = new Pages();
  operationsPages(pages, config);
  return { pages, locals, views: [__dirname] };
};
