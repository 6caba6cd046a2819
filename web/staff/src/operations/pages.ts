import type { Pages } from '@throughcare/web/pages';
import type { StaffConfig } from '../config';
import { MAY_READ } from './access';
import { auditPages } from './audit/audit.pages';
import { consumerPages } from './consumers/consumers.pages';
import { letterSearchPages } from './dead-letters/letter-search.pages';
import { letterPages } from './dead-letters/letter.pages';
import { redrivePages } from './dead-letters/redrive.pages';
import { eventSearchPages } from './events/event-search.pages';
import { eventPages } from './events/event.pages';
import { ledgerSearchPages } from './ledger/ledger-search.pages';
import { operationPages } from './ledger/operation.pages';
import { opsApis } from './ops-api';
import { overviewPages } from './overview/overview.pages';
import { quarantinePages } from './quarantine/quarantine.pages';
import { newRunPages } from './replays/new-run.pages';
import { runPages } from './replays/runs.pages';

/** Everything below `/operations`. */
export const operationsPages = (
  pages: Pages,
  config: Pick<StaffConfig, 'THROUGHCARE_SERVICES' | 'TRACE_URL'>,
): void => {
  const apiOf = opsApis(config.THROUGHCARE_SERVICES);
  pages.get('/', MAY_READ, (_request, response) => response.redirect(303, '/operations'));
  overviewPages(pages, apiOf);
  consumerPages(pages, apiOf);
  letterSearchPages(pages, apiOf);
  redrivePages(pages, apiOf); // before single letters: `redrive` is no service
  letterPages(pages, apiOf, config.TRACE_URL);
  ledgerSearchPages(pages, apiOf);
  operationPages(pages, apiOf);
  newRunPages(pages, apiOf);
  runPages(pages, apiOf);
  quarantinePages(pages, apiOf);
  auditPages(pages, apiOf);
  eventSearchPages(pages, apiOf);
  eventPages(pages, apiOf, config.TRACE_URL);
};
