import { z } from 'zod';
import { DeadLetter } from '@throughcare/api/ops/dead-letters';
import { choice, optional, text } from '@throughcare/web/fields';
import type { DataOf } from '@throughcare/web/form';
import type { Pages } from '@throughcare/web/pages';
import { type Search, searchPage, searchedFor } from '@throughcare/web/search-page';
import type { Visit } from '@throughcare/web/visit/visit';
import { MAY_READ, mayWrite } from '../access';
import { errorCode, eventType, keyText, lookReason, serviceName } from '../fields';
import type { ApiOf, OpsApi } from '../ops-api';
import { PAGE_SIZE, pageNumber, pagingOf } from '../paging';
import { unknownName } from '../query';

const HOME = '/operations/dead-letters';
const MOST = 1_000;

const consumerRule = 'A consumer has letters, digits, dots and hyphens only';
const fields = {
  service: serviceName(),
  consumer: optional(text('a consumer', { max: 100, pattern: /^[\w.-]+$/, says: { invalid: consumerRule } })),
  type: eventType(),
  code: errorCode(),
  state: optional(choice('a state', ['failed', 'waiting', 'discarded'])),
  key: keyText(),
  reason: lookReason(),
};
type LetterFilter = DataOf<typeof fields>;

const search: Search<typeof fields> = {
  path: HOME,
  fields,
  also: ['page'],
  // Neither the key, which is a person's, nor why somebody looks.
  linked: ['service', 'consumer', 'type', 'code', 'state'],
};

const filterFor = ({ service: _, ...filter }: LetterFilter) =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));

const lettersOf = async (api: OpsApi, filter: LetterFilter) => {
  const names = filter.service === undefined ? api.names : api.names.filter((name) => name === filter.service);
  const { answers, silent } = await api.all(
    (service) =>
      api.post(service, '/ops/dead-letters/search', { ...filterFor(filter), limit: MOST }, z.array(DeadLetter)),
    names,
  );
  const rows = answers.flatMap(({ service, answer }) =>
    answer.map((row) => ({ ...row, service, href: `${HOME}/${service}/${row.id}` })),
  );
  // The newest failure is what somebody was called for.
  rows.sort((a, b) => (a.lastFailedAt < b.lastFailedAt ? 1 : -1));
  return { rows, silent, isCut: answers.some(({ answer }) => answer.length === MOST) };
};

const NOTHING = { rows: [], silent: [], isCut: false };

/** What was searched for, for the page that redrives it; empty when nothing was. */
export const lettersSearchedFor = (visit: Visit): Promise<Partial<LetterFilter>> => searchedFor(search, visit);

/** Events that could not be handled, and what waits behind them. */
export const letterSearchPages = (pages: Pages, apiOf: ApiOf): void =>
  searchPage(pages, {
    ...search,
    may: MAY_READ,
    view: 'operations/dead-letters/list.njk',
    find: async (visit, { data, search: asked }) => {
      const api = apiOf(visit);
      const problems = unknownName('service', 'service', data?.service, api.names);
      const found = data && problems.length === 0 ? await lettersOf(api, data) : NOTHING;
      const total = found.rows.length;
      const page = pageNumber(visit.query['page'], total);
      const isOneConsumer = data?.consumer !== undefined && data.service !== undefined;
      const model = {
        ...found,
        total,
        services: api.names,
        mayWrite: mayWrite(visit),
        rows: found.rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
        paging: pagingOf(page, total, (number) => `${HOME}?${asked}${asked && '&'}page=${number}`),
        redriveHref: isOneConsumer ? `${HOME}/redrive?${asked}` : `${HOME}/redrive`,
      };
      return { model, problems };
    },
  });
