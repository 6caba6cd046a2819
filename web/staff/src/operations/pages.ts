import type { Pages } from '@throughcare/web/pages';
import type { StaffConfig } from '../config';
import { MAY_READ } from './access';
import { opsApis } from './ops-api';
import { overviewPages } from './overview/overview.pages';

/** Everything below `/operations`. */
export const operationsPages = (
  pages: Pages,
  config: Pick<StaffConfig, 'THROUGHCARE_SERVICES' | 'TRACE_URL'>,
): void => {
  const apiOf = opsApis(config.THROUGHCARE_SERVICES);
  pages.get('/', MAY_READ, (_request, response) => response.redirect(303, '/operations'));
  overviewPages(pages, apiOf);
};
