import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { UNCONFIRMED, withDetail } from './errors';
import { type Values, withoutHidden } from './fields';
import { AppError } from '@throughcare/base/errors';
import { logger } from '@throughcare/platform/logging';
import { type DataOf, type FieldProblem, type Fields, type Form, emptyForm, readForm, withProblems } from './form';
import type { Page, Pages } from './pages';
import type { May } from './visit/may';
import type { Notice } from './session';
import { type Visit, visitOf } from './visit/visit';

/** Where to go, with what the next page says. */
export interface GoTo {
  readonly goTo: string;
  readonly notice?: Notice;
}

/** Where to go when it is saved; or what the service refuses. */
export type Saved = GoTo | { readonly problems: readonly FieldProblem[] };

const log = logger('web');

export interface FormPage<F extends Fields, L extends object> {
  readonly path: string;
  readonly may: May;
  /** Another right than for looking at it; none: the same. */
  readonly maySave?: May;
  readonly view: string;
  readonly fields: F;
  /** What the template shows beside the form, or where to go instead. Throws where there is no such page. */
  readonly load: (visit: Visit) => Promise<L | GoTo>;
  /** What stands in the fields at first. */
  readonly begin?: (loaded: L, visit: Visit) => Values;
  readonly save: (visit: Visit, data: DataOf<F>, loaded: L) => Promise<Saved>;
}

/** The page with its form: the given status, or 400 where something in it is wrong, else 200. */
export const showForm = (
  response: Response,
  view: string,
  form: Form<unknown>,
  { model = {}, status }: { readonly model?: object; readonly status?: number } = {},
): void => {
  // Each showing of a form is one change, however often its button is pressed.
  response
    .status(status ?? (form.errors.length > 0 ? 400 : 200))
    .render(view, { once: randomUUID(), ...model, ...form });
};

/** Off to the next page, which says once what has happened here. */
export const goOn = (request: Request, response: Response, { goTo, notice }: GoTo): void => {
  if (notice) request.session.notice = notice;
  response.redirect(303, goTo);
};

/** What the page says of a change whose answer never came. Everything else is thrown on. */
const unconfirmed = (err: unknown): string => {
  if (!(err instanceof AppError) || err.kind !== 'unavailable') throw err;
  log.error({ err }, 'a change could not be confirmed; its page keeps what was typed');
  return withDetail(err.details.detail, UNCONFIRMED);
};

/** How to show the form again as it was sent (503), when the service that saves it is unavailable: pressed again, it is the same change. */
export const unconfirmedForm = <T>(err: unknown, { once }: Visit, values: Values) => ({
  form: { ...emptyForm<T>(values), errors: [{ text: unconfirmed(err) }] },
  status: 503,
  model: once === undefined ? {} : { once },
});

/** Everything that was sent but its token, as inputs of a page have it. */
const sentIn = (body: unknown): { name: string; value: string }[] =>
  Object.entries((body ?? {}) as Readonly<Record<string, unknown>>)
    .filter(([name]) => name !== '_csrf')
    .flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: withoutHidden(String(one)) })));

/** Reads a form; where what its page needs is unavailable, that which was typed can be sent again as it was (503). */
export const keepingTyped =
  (page: Page): Page =>
  async (request, response) => {
    try {
      await page(request, response);
    } catch (error) {
      const model = { text: unconfirmed(error), action: request.originalUrl, sent: sentIn(request.body) };
      response.status(503).render('unconfirmed.njk', model);
    }
  };

const isGoTo = (loaded: object): loaded is GoTo => 'goTo' in loaded;

/** A page with a form: shows it, reads it, shows it again with what is wrong (400), or saves it and goes on (303). */
export const formPage = <F extends Fields, L extends object>(pages: Pages, page: FormPage<F, L>): void => {
  const { path, may, maySave = may, view, fields, load, begin, save } = page;
  pages.get(path, may, async (request, response) => {
    const visit = visitOf(request);
    const loaded = await load(visit);
    if (isGoTo(loaded)) return goOn(request, response, loaded);
    showForm(response, view, emptyForm(begin?.(loaded, visit)), { model: loaded });
  });
  const send: Page = async (request, response) => {
    const visit = visitOf(request);
    const form = readForm(fields, request.body);
    const loaded = await load(visit);
    if (isGoTo(loaded)) return goOn(request, response, loaded);
    if (!form.data) return showForm(response, view, form, { model: loaded });
    try {
      const saved = await save(visit, form.data, loaded);
      if ('goTo' in saved) return goOn(request, response, saved);
      showForm(response, view, withProblems(fields, form.values, saved.problems), { model: loaded });
    } catch (error) {
      const { form: again, status, model } = unconfirmedForm(error, visit, form.values);
      showForm(response, view, again, { status, model: { ...loaded, ...model } });
    }
  };
  pages.post(path, maySave, fields, keepingTyped(send));
};
