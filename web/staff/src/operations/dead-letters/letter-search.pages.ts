import { z } from 'zod';
import { DeadLetter } from '@throughcare/api/ops/dead-letters';
import { choice, optional, text } from '@throughcare/web/fields';
import type { DataOf, FieldProblem } from '@throughcare/web/form';
import type { Pages } from '@throughcare/web/pages';
import { type Search, queryOf, searchPage, searchedFor } from '@throughcare/web/search-page';
import type { Visit } from '@throughcare/web/visit/visit';
import { MAY_READ, mayWrite } from '../access';
import { choicesOf } from '../choices';
import { errorCode, eventType, keyText, lookReason, serviceName } from '../fields';
import type { ApiOf, OpsApi } from '../ops-api';
import { PAGED, PAGE_SIZE, pageNumber, pagingOf } from '../paging';
import { unknownName } from '../query';
import { foundOrRefused } from '../refused';

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

const NOTHING: Awaited<ReturnType<typeof lettersOf>> = { rows: [], silent: [], isCut: false };

/** Its address, as the page that redrives it takes it over. */
export const lettersQuery = queryOf(search);

/** Nothing was found. A consumer that there is not is a mistake of whoever asks; of silent services nobody knows. */
const unknownConsumer = async (api: OpsApi, { service, consumer }: LetterFilter): Promise<FieldProblem[]> => {
  if (consumer === undefined) return [];
  const { choices, silent } = await choicesOf(api);
  const isKnown = choices.some(({ value }) => {
    const [owner, name] = value.split('/');
    return name === consumer && (service ?? owner) === owner;
  });
  const isUnsure = silent.some((one) => (service ?? one.service) === one.service);
  return isKnown || isUnsure ? [] : [{ field: 'consumer', text: 'There is no such consumer' }];
};

/** What was searched for, for the page that redrives it; empty when nothing was. */
export const lettersSearchedFor = (visit: Visit): Promise<Partial<LetterFilter>> => searchedFor(search, visit);

/** Events that could not be handled, and what waits behind them. */
export const letterSearchPages = (pages: Pages, apiOf: ApiOf): void =>
  searchPage(pages, {
    ...search,
    also: PAGED,
    may: MAY_READ,
    view: 'operations/dead-letters/list.njk',
    find: async (visit, { data, search: asked }) => {
      const api = apiOf(visit);
      const unknown = unknownName('service', 'service', data?.service, api.names);
      const { found, problems } = await foundOrRefused(NOTHING, 'type', () =>
        data && unknown.length === 0 ? lettersOf(api, data) : Promise.resolve(NOTHING),
      );
      const total = found.rows.length;
      const strange = data && total + problems.length === 0 ? await unknownConsumer(api, data) : [];
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
      return { model, problems: [...unknown, ...problems, ...strange] };
    },
  });
