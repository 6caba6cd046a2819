import type { Request, Response } from 'express';
import { type Form, emptyForm, optionalText, readForm } from '@throughcare/web/form';
import { keep, kept } from '@throughcare/web/kept';
import type { Pages } from '@throughcare/web/pages';
import { z } from 'zod';
import { MAY_READ, mayWrite } from '../access';
import { eventType, keyText } from '../fields';
import type { LetterRow } from '../model';
import type { ApiOf, OpsApi } from '../ops-api';
import { PAGE_SIZE, pageNumber, pagingOf } from '../paging';
import { requireName, requireQuery } from '../query';

const HOME = '/operations/dead-letters';
const MOST = 1_000;
const KIND = 'letters';

const choice = (what: string, values: readonly string[]) =>
  z
    .string(`Choose ${what} once`)
    .refine((text) => text === '' || values.includes(text), `Choose ${what}`)
    .transform((text) => (text === '' ? undefined : text))
    .optional();

const open = {
  service: optionalText('A service', 50, /^[a-z-]+$/),
  consumer: optionalText('A consumer', 100, /^[\w.-]+$/, 'A consumer has letters, digits, dots and hyphens only'),
  type: eventType(),
  code: optionalText('An error code', 100, /^\w+$/, 'An error code has letters, digits and underscores only'),
  state: choice('a state', ['failed', 'waiting', 'discarded']),
};
/** What may stand in an address: no key, which is a person's. */
const linked = z.object(open);
const typed = z.object({ ...open, key: keyText(), reason: optionalText('A reason', 500) });
export type LetterFilter = z.output<typeof typed>;

const filterFor = ({ service: _, ...filter }: LetterFilter) =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));

const lettersOf = async (api: OpsApi, filter: LetterFilter) => {
  const names = filter.service === undefined ? api.names : api.names.filter((name) => name === filter.service);
  const { answers, silent } = await api.all(
    (service) => api.post<LetterRow[]>(service, '/ops/dead-letters/search', { ...filterFor(filter), limit: MOST }),
    names,
  );
  const rows = answers.flatMap(({ service, answer }) =>
    answer.map((row) => ({ ...row, service, href: `${HOME}/${service}/${row.id}` })),
  );
  // The newest failure is what somebody was called for.
  rows.sort((a, b) => (a.lastFailedAt < b.lastFailedAt ? 1 : -1));
  return { rows, silent, isCut: answers.some(({ answer }) => answer.length === MOST) };
};

interface Question {
  readonly form: Form<LetterFilter>;
  /** In addresses: what was searched for. */
  readonly search: string;
}

const questionOf = (request: Request): Question => {
  requireQuery(request, ['search', 'page', ...Object.keys(open)]);
  const { search, page: _, ...query } = request.query;
  if (search !== undefined) {
    const values = kept<Record<string, string>>(request, KIND, search);
    return { form: readForm(typed, values), search: `search=${typeof search === 'string' ? search : ''}` };
  }
  const given = Object.entries(query).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string' && pair[0] in open,
  );
  return { form: readForm(linked, Object.fromEntries(given)), search: new URLSearchParams(given).toString() };
};

const redriveLink = (filter: LetterFilter, search: string) =>
  filter.consumer !== undefined && filter.service !== undefined ? `${HOME}/redrive?${search}` : `${HOME}/redrive`;

const list = async (api: OpsApi, request: Request, response: Response, { form: asked, search }: Question) => {
  const form = requireName(asked, 'service', 'service', api.names);
  const { data } = form;
  const found = data ? await lettersOf(api, data) : { rows: [], silent: [], isCut: false };
  const page = pageNumber(request.query['page'], found.rows.length);
  response.status(form.errors.length > 0 ? 400 : 200).render('operations/dead-letters/list.njk', {
    ...{ ...form, ...found, services: api.names, mayWrite: mayWrite(request), total: found.rows.length },
    rows: found.rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
    paging: pagingOf(page, found.rows.length, (number) => `${HOME}?${search}${search && '&'}page=${number}`),
    redriveHref: redriveLink(data ?? {}, search),
    isFiltered: Object.values(form.values).some((value) => value !== ''),
  });
};

/** What was searched for, for the page that redrives it; empty when nothing was. */
export const searchedFor = (request: Request): LetterFilter => questionOf(request).form.data ?? {};

/** Events that could not be handled, and what waits behind them. */
export const letterSearchPages = (pages: Pages, apiOf: ApiOf): void => {
  pages.get(HOME, MAY_READ, (request, response) => list(apiOf(request), request, response, questionOf(request)));
  pages.post(`${HOME}/search`, MAY_READ, typed, async (request, response) => {
    const form = readForm(typed, request.body);
    if (!form.data) return list(apiOf(request), request, response, { form: { ...emptyForm(), ...form }, search: '' });
    const { _csrf: _, ...values } = form.values;
    response.redirect(303, `${HOME}?search=${keep(request, KIND, values)}`);
  });
};
