import { z } from 'zod';
import { FoundEvent } from '@throughcare/api/ops/events';
import { optional, text } from '@throughcare/web/fields';
import type { DataOf } from '@throughcare/web/form';
import type { Pages } from '@throughcare/web/pages';
import { searchPage } from '@throughcare/web/search-page';
import { MAY_READ } from '../access';
import { eventId, eventType, keyText, lookReason, moment, serviceName, uuidPattern, wordPattern } from '../fields';
import type { ApiOf, OpsApi } from '../ops-api';
import { PAGE_SIZE } from '../paging';
import { unknownName } from '../query';
import { foundOrRefused } from '../refused';

const HOME = '/operations/events';

const fields = {
  id: eventId(),
  key: keyText(),
  type: eventType(),
  aggregate: optional(text('an aggregate', { max: 200, pattern: wordPattern })),
  source: serviceName(),
  from: moment('From'),
  to: moment('To'),
  reason: lookReason(),
};
type Filter = DataOf<typeof fields>;

/** They come every minute, or with every event that leaves: whoever looks for them says so. */
const DROWNING = ['ops.*', 'sync.*'];

interface Window {
  readonly before: string | undefined;
  readonly everything: boolean;
}

const bodyOf = ({ key, type, aggregate, from, to, reason }: Filter, { before, everything }: Window) => ({
  ...(reason && { reason }),
  ...(!everything && !type && !key && !aggregate && { without: DROWNING }),
  ...(key && { key: [key] }),
  ...(type && { type: [type] }),
  ...(aggregate && { aggregate: [aggregate] }),
  ...(from && { from }),
  ...(to && { to }),
  ...(before && { before }),
  limit: PAGE_SIZE + 1,
});

/** Latest first over all services: ids carry their time. One more than a page says whether there are others. */
const eventsOf = async (api: OpsApi, filter: Filter, window: Window) => {
  const names = filter.source === undefined ? api.names : api.names.filter((name) => name === filter.source);
  const { answers, silent } = await api.all(
    (service) => api.post(service, '/ops/events/search', bodyOf(filter, window), z.array(FoundEvent), 15_000),
    names,
  );
  const rows = answers.flatMap(({ answer }) => answer).sort((a, b) => (a.id < b.id ? 1 : -1));
  return { rows: rows.slice(0, PAGE_SIZE), hasMore: rows.length > PAGE_SIZE, silent };
};

const NOTHING: Awaited<ReturnType<typeof eventsOf>> = { rows: [], hasMore: false, silent: [] };

/** What was published, by whichever service. */
export const eventSearchPages = (pages: Pages, apiOf: ApiOf): void =>
  searchPage(pages, {
    path: HOME,
    may: MAY_READ,
    view: 'operations/events/list.njk',
    fields,
    also: { before: uuidPattern, show: /^all$/ },
    elsewhere: ({ id }) => id && `${HOME}/${id.toLowerCase()}`,
    find: async (visit, { data, search }) => {
      const api = apiOf(visit);
      const unknown = unknownName('source', 'service', data?.source, api.names);
      const { before, show } = visit.query;
      const everything = show !== undefined;
      const { found, problems } = await foundOrRefused(NOTHING, 'type', () =>
        data && unknown.length === 0 ? eventsOf(api, data, { before, everything }) : Promise.resolve(NOTHING),
      );
      const last = found.rows.at(-1)?.id ?? '';
      const prefix = search && `${search}&`;
      const model = {
        ...found,
        services: api.names,
        everything,
        ...(found.hasMore && { olderHref: `${HOME}?${prefix}${everything ? 'show=all&' : ''}before=${last}` }),
        ...(before !== undefined && { latestHref: `${HOME}?${prefix}` }),
      };
      return { model, problems: [...unknown, ...problems] };
    },
  });
