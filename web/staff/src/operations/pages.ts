import type { Pages } from '@throughcare/web/pages';
import type { Area } from '@throughcare/web/visit/areas';
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

/** Tables of many columns, so it is wide. */
export const operationsArea: Area = {
  path: '/operations',
  title: 'Throughcare operations',
  isWide: true,
  navigation: [
    { text: 'Overview', href: '/operations', may: MAY_READ },
    { text: 'Consumers', href: '/operations/consumers', may: MAY_READ },
    { text: 'Dead letters', href: '/operations/dead-letters', may: MAY_READ },
    { text: 'Ledger', href: '/operations/ledger', may: MAY_READ },
    { text: 'Replays', href: '/operations/replays', may: MAY_READ },
    { text: 'Events', href: '/operations/events', may: MAY_READ },
    { text: 'Quarantine', href: '/operations/quarantine', may: MAY_READ },
    { text: 'Audit', href: '/operations/audit', may: MAY_READ },
  ],
};

/** Everything below `/operations`. */
export const operationsPages = (
  pages: Pages,
  config: Pick<StaffConfig, 'THROUGHCARE_SERVICES' | 'TRACE_URL'>,
): void => {
  const apiOf = opsApis(config.THROUGHCARE_SERVICES);
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
