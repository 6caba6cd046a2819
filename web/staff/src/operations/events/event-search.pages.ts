import type { Request, Response } from 'express';
import { type Form, emptyForm, optionalText, readForm } from '@throughcare/web/form';
import { keep, kept } from '@throughcare/web/kept';
import type { Pages } from '@throughcare/web/pages';
import { z } from 'zod';
import { MAY_READ } from '../access';
import { eventId, eventType, isUuid, keyText, moment, wordPattern } from '../fields';
import type { EventRow } from '../model';
import type { ApiOf, OpsApi } from '../ops-api';
import { PAGE_SIZE } from '../paging';
import { requireName, requireQuery } from '../query';

const HOME = '/operations/events';
const KIND = 'events';

const typed = z.object({
  id: eventId(),
  key: keyText(),
  type: eventType(),
  aggregate: optionalText('An aggregate', 200, wordPattern),
  source: optionalText('A service', 50, /^[a-z-]+$/),
  from: moment('From'),
  to: moment('To'),
  reason: optionalText('A reason', 500),
});
type Filter = z.output<typeof typed>;

/** They come every minute, or with every event that leaves: whoever looks for them says so. */
const DROWNING = ['ops.*', 'sync.*'];

const bodyOf = (
  { key, type, aggregate, from, to, reason }: Filter,
  before: string | undefined,
  everything: boolean,
) => ({
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
const eventsOf = async (api: OpsApi, filter: Filter, before: string | undefined, everything: boolean) => {
  const names = filter.source === undefined ? api.names : api.names.filter((name) => name === filter.source);
  const { answers, silent } = await api.all(
    (service) => api.post<EventRow[]>(service, '/ops/events/search', bodyOf(filter, before, everything), 15_000),
    names,
  );
  const rows = answers.flatMap(({ answer }) => answer).sort((a, b) => (a.id < b.id ? 1 : -1));
  return { rows: rows.slice(0, PAGE_SIZE), hasMore: rows.length > PAGE_SIZE, silent };
};

const list = async (api: OpsApi, request: Request, response: Response, asked: Form<Filter>, search: string) => {
  const form = requireName(asked, 'source', 'service', api.names);
  const { before } = request.query;
  const cursor = isUuid(before) ? before : undefined;
  const everything = request.query['show'] === 'all';
  const found = form.data
    ? await eventsOf(api, form.data, cursor, everything)
    : { rows: [], hasMore: false, silent: [] };
  const last = found.rows.at(-1)?.id ?? '';
  response.status(form.errors.length > 0 ? 400 : 200).render('operations/events/list.njk', {
    ...{ ...form, ...found, services: api.names },
    everything,
    isFiltered: Object.values(form.values).some((value) => value !== ''),
    ...(found.hasMore && { olderHref: `${HOME}?${search}${everything ? 'show=all&' : ''}before=${last}` }),
    ...(cursor !== undefined && { latestHref: `${HOME}?${search}` }),
  });
};

/** What was published, by whichever service. */
export const eventSearchPages = (pages: Pages, apiOf: ApiOf): void => {
  pages.get(HOME, MAY_READ, (request, response) => {
    requireQuery(request, ['search', 'before', 'show']);
    const { search } = request.query;
    const values = search === undefined ? {} : kept<Record<string, string>>(request, KIND, search);
    const prefix = typeof search === 'string' ? `search=${search}&` : '';
    return list(apiOf(request), request, response, readForm(typed, values), prefix);
  });
  pages.post(`${HOME}/search`, MAY_READ, typed, async (request, response) => {
    const form = readForm(typed, request.body);
    if (!form.data) return list(apiOf(request), request, response, { ...emptyForm<Filter>(), ...form }, '');
    if (form.data.id) return response.redirect(303, `${HOME}/${form.data.id.toLowerCase()}`);
    const { _csrf: _, ...values } = form.values;
    response.redirect(303, `${HOME}?search=${keep(request, KIND, values)}`);
  });
};
