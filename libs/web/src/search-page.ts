import type { Request, Response } from 'express';
import { type DataOf, type FieldProblem, type Fields, type Form, readForm, withProblems } from './form';
import { formShownAgain, goOn, showForm } from './form-page';
import type { Pages, Query } from './pages';
import type { Answer } from './sent-form';
import type { May } from './visit/may';
import { type Visit, visitOf } from './visit/visit';
import type { Values } from './fields';

export interface Search<F extends Fields> {
  /** Of the list; what was typed is sent to `{path}/search`. */
  readonly path: string;
  readonly fields: F;
  /** Those that may stand in the address, so that the list can be bookmarked: never what names a person. */
  readonly linked?: readonly (keyof F & string)[];
  /** What else its address may say: `page`. */
  readonly also?: Query;
}

export interface Asked<T> {
  /** Undefined where what was typed is wrong: then nothing is looked for. */
  readonly data?: T;
  /** What of the address says it again: `search=…`, `state=open`, or nothing. */
  readonly search: string;
}

export interface SearchPage<F extends Fields> extends Search<F> {
  readonly may: May;
  readonly view: string;
  /** What the template shows; problems where something cannot be looked for. */
  readonly find: (
    visit: Visit,
    asked: Asked<DataOf<F>>,
  ) => Promise<{ readonly model: object; readonly problems?: readonly FieldProblem[] }>;
  /** Another page than the list for what was typed. */
  readonly elsewhere?: (data: DataOf<F>) => string | undefined;
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What the address of a list may say; what is wrong with a value of a filter, the form says. */
export const queryOf = <F extends Fields>({ linked = [], also = {} }: Search<F>): Query => ({
  search: ID,
  ...Object.fromEntries(linked.map((name) => [name, /^/])),
  ...also,
});

const GONE = { kind: 'important', text: 'Your search is no longer kept. Search again.' } as const;

const chosen = <F extends Fields>(fields: F, names: readonly (keyof F & string)[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));

/** Undefined where what was typed is no longer kept. */
const question = async <F extends Fields>(
  { path, fields, linked = [] }: Search<F>,
  { query, kept }: Visit,
): Promise<{ form: Form<DataOf<F>>; search: string } | undefined> => {
  const { search: id } = query;
  if (typeof id === 'string') {
    const typed = await kept.find<Values>(path, id);
    return typed && { form: readForm(fields, typed.value), search: `search=${id}` };
  }
  const given = linked.flatMap((name): [string, string][] => {
    const value = query[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  // What does not stand in the address was not asked for.
  const form = readForm(chosen(fields, linked), Object.fromEntries(given)) as Form<DataOf<F>>;
  return { form, search: new URLSearchParams(given).toString() };
};

/** What a list was last asked for by this address; empty where it was nothing. */
export const searchedFor = async <F extends Fields>(search: Search<F>, visit: Visit): Promise<Partial<DataOf<F>>> =>
  (await question(search, visit))?.form.data ?? {};

/** A list with a search, whose words go into the session and not into the address. */
export const searchPage = <F extends Fields>(pages: Pages, page: SearchPage<F>): void => {
  const { path, fields, may, view, find, elsewhere } = page;
  const list = async (request: Request, response: Response, form: Form<DataOf<F>>, search: string) => {
    const { data } = form;
    const { model, problems = [] } = await find(visitOf(request), { ...(data && { data }), search });
    const shown = problems.length > 0 ? withProblems(fields, form.values, problems) : form;
    const isFiltered = Object.values(form.values).some((value) => value !== '');
    showForm(request, response, view, shown, { model: { ...model, isFiltered } });
  };
  const show = async (request: Request, response: Response) => {
    const asked = await question(page, visitOf(request));
    if (!asked) return goOn(request, response, { goTo: path, notice: GONE });
    await list(request, response, formShownAgain(request, fields) ?? asked.form, asked.search);
  };
  pages.get(path, may, show, queryOf(page));
  const answer = async (request: Request): Promise<Answer> => {
    const form = readForm(fields, request.body);
    if (!form.data) return { again: form };
    return { goTo: elsewhere?.(form.data) ?? `${path}?search=${await visitOf(request).kept.keep(path, form.values)}` };
  };
  pages.post(`${path}/search`, may, fields, answer, { shownAt: () => path });
};
