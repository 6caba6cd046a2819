import { z } from 'zod';
import { SyncRow } from '@throughcare/api/ops/sync';
import { choice, optional, text } from '@throughcare/web/fields';
import type { DataOf } from '@throughcare/web/form';
import type { Pages } from '@throughcare/web/pages';
import { searchPage } from '@throughcare/web/search-page';
import { MAY_READ } from '../access';
import { keyText, lookReason, uuidPattern } from '../fields';
import { type ApiOf, type OpsApi, needsReason } from '../ops-api';
import { PAGED, PAGE_SIZE, pageNumber, pagingOf } from '../paging';
import { GATEWAY, HOME, STATES } from './ledger-states';

const MOST = 1_000;

const bookingRule = 'A booking is its id of 36 characters, as its address shows it';
const fields = {
  state: optional(choice('a state', Object.keys(STATES))),
  booking: optional(text('a booking', { max: 36, pattern: uuidPattern, says: { invalid: bookingRule } })),
  key: keyText(20),
  reason: lookReason(),
};
type LedgerFilter = DataOf<typeof fields>;

/** Without a state, what needs attention. */
const queryOf = ({ state, booking, key, reason }: LedgerFilter) => ({
  ...(state === undefined || state === 'open' ? { open: true } : state !== 'all' && { state }),
  ...(booking !== undefined && { bookingId: booking }),
  ...(key !== undefined && { person: key }),
  ...(reason !== undefined && { reason }),
  limit: MOST,
});

const WHY = 'nDelius may let only some people see this person: say why you look';

/** Nothing is found where the form is wrong, or where the service wants to know why. */
const rowsOf = async (api: OpsApi, filter: LedgerFilter | undefined) => {
  if (!filter) return { rows: [], problems: [] };
  try {
    const rows = await api.post(GATEWAY, '/ops/sync/operations/search', queryOf(filter), z.array(SyncRow));
    return { rows, problems: [] };
  } catch (error) {
    if (!needsReason(error)) throw error;
    return { rows: [], problems: [{ field: 'reason', text: WHY }] };
  }
};

/** What other systems were told, beginning with what needs attention. */
export const ledgerSearchPages = (pages: Pages, apiOf: ApiOf): void =>
  searchPage(pages, {
    path: HOME,
    may: MAY_READ,
    view: 'operations/ledger/list.njk',
    fields,
    // No key, which is a person's.
    linked: ['state', 'booking'],
    also: PAGED,
    find: async (visit, { data, search }) => {
      const { rows, problems } = await rowsOf(apiOf(visit), data);
      const page = pageNumber(visit.query['page'], rows.length);
      const model = {
        total: rows.length,
        isCut: rows.length === MOST,
        states: STATES,
        rows: rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
        paging: pagingOf(page, rows.length, (number) => `${HOME}?${search}${search && '&'}page=${number}`),
      };
      return { model, problems };
    },
  });
