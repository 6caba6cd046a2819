import type { Request, Response } from 'express';
import { type Form, emptyForm, optionalText, readForm, withErrors } from '@throughcare/web/form';
import { keep, kept } from '@throughcare/web/kept';
import type { Pages } from '@throughcare/web/pages';
import { z } from 'zod';
import { MAY_READ } from '../access';
import { moment, wordPattern } from '../fields';
import type { ApiOf, OpsApi } from '../ops-api';
import { refusalWords } from '../refusal';

const HOME = '/operations/audit';
const KIND = 'audit';
const MOST = 100;

const typed = z.object({
  person: optionalText('A CRN or prison number', 20, wordPattern),
  actor: optionalText('A user name', 100),
  action: optionalText('An action', 100, /^[a-z0-9.*-]+$/),
  from: moment('From'),
  to: moment('To'),
});
type Filter = z.output<typeof typed>;

interface Entry {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
}

const bodyOf = ({ person, ...filter }: Filter) => ({
  ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)),
  ...(person && { key: [person.toUpperCase()] }),
  limit: MOST,
});

const wordsOf = ({ keys, ...parameters }: Entry['parameters']) => ({
  people: Array.isArray(keys) ? keys.map(String) : [],
  facts: Object.entries(parameters).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  ),
});

const NOTHING = { answers: [], silent: [] };

const list = async (api: OpsApi, response: Response, asked: Form<Filter>): Promise<void> => {
  let form = asked;
  const body = form.data && bodyOf(form.data);
  const found = body && api.all((service) => api.post<Entry[]>(service, '/ops/audit/search', body));
  const { answers, silent } =
    (await found?.catch((error: unknown) => {
      form = withErrors(asked.values, [{ field: 'action', text: refusalWords(error) }]);
      return NOTHING;
    })) ?? NOTHING;
  const rows = answers
    .flatMap(({ service, answer }) => answer.map((entry) => ({ service, ...entry, ...wordsOf(entry.parameters) })))
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  response.status(form.errors.length > 0 ? 400 : 200).render('operations/audit/list.njk', {
    ...{ ...form, silent, rows, most: MOST, isCut: answers.some(({ answer }) => answer.length === MOST) },
    isFiltered: Object.values(form.values).some((value) => value !== ''),
  });
};

/** Who did or looked at what and why, in every service. */
export const auditPages = (pages: Pages, apiOf: ApiOf): void => {
  pages.get(HOME, MAY_READ, (request: Request, response) => {
    const { search } = request.query;
    const values = search === undefined ? {} : kept<Record<string, string>>(request, KIND, search);
    return list(apiOf(request), response, readForm(typed, values));
  });
  pages.post(`${HOME}/search`, MAY_READ, typed, async (request, response) => {
    const form = readForm(typed, request.body);
    if (!form.data) return list(apiOf(request), response, { ...emptyForm<Filter>(), ...form });
    const { _csrf: _, ...values } = form.values;
    response.redirect(303, `${HOME}?search=${keep(request, KIND, values)}`);
  });
};
