import { Pages } from '@throughcare/web/pages';
import type { StaffConfig } from './config';
import { operationsArea, operationsPages } from './operations/pages';
import { referralPages, referralsArea } from './referrals/pages';

/** The pages of the staff application; its templates lie beside them. */
export const staffApp = (config: Pick<StaffConfig, 'API_URL' | 'THROUGHCARE_SERVICES' | 'TRACE_URL'>) => {
  const pages = new Pages();
  operationsPages(pages, config);
  referralPages(pages);
  return { pages, apiUrl: config.API_URL, areas: [operationsArea, referralsArea], views: [__dirname] };
};
