import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Values } from './fields';
import { type DataOf, type FieldProblem, type Fields, type Form, emptyForm, readForm, withProblems } from './form';
import type { Pages } from './pages';
import type { May } from './visit/may';
import type { Notice } from './session';
import { type Visit, visitOf } from './visit/visit';

/** Where to go when it is saved, with what the next page says; or what the service refuses. */
export type Saved =
  { readonly goTo: string; readonly notice?: Notice } | { readonly problems: readonly FieldProblem[] };

export interface FormPage<F extends Fields, L extends object> {
  readonly path: string;
  readonly may: May;
  /** Another right than for looking at it; none: the same. */
  readonly maySave?: May;
  readonly view: string;
  readonly fields: F;
  /** What the template shows beside the form. Throws where there is no such page. */
  readonly load: (visit: Visit) => Promise<L>;
  /** What stands in the fields at first. */
  readonly begin?: (loaded: L, visit: Visit) => Values;
  readonly save: (visit: Visit, data: DataOf<F>, loaded: L) => Promise<Saved>;
}

/** The page with its form: 400 where something in it is wrong, else 200 or the given status. */
export const showForm = (
  response: Response,
  view: string,
  form: Form<unknown>,
  { model = {}, status = 200 }: { readonly model?: object; readonly status?: number } = {},
): void => {
  // Each showing of a form is one change, however often its button is pressed.
  response.status(form.errors.length > 0 ? 400 : status).render(view, { once: randomUUID(), ...model, ...form });
};

/** Off to the next page, which says once what has happened here. */
export const goOn = (
  request: Request,
  response: Response,
  { goTo, notice }: { goTo: string; notice?: Notice },
): void => {
  if (notice) request.session.notice = notice;
  response.redirect(303, goTo);
};

/** A page with a form: shows it, reads it, shows it again with what is wrong (400), or saves it and goes on (303). */
export const formPage = <F extends Fields, L extends object>(pages: Pages, page: FormPage<F, L>): void => {
  const { path, may, maySave = may, view, fields, load, begin, save } = page;
  pages.get(path, may, async (request, response) => {
    const visit = visitOf(request);
    const loaded = await load(visit);
    showForm(response, view, emptyForm(begin?.(loaded, visit)), { model: loaded });
  });
  pages.post(path, maySave, fields, async (request, response) => {
    const visit = visitOf(request);
    const form = readForm(fields, request.body);
    const loaded = await load(visit);
    if (!form.data) return showForm(response, view, form, { model: loaded });
    const saved = await save(visit, form.data, loaded);
    if ('goTo' in saved) return goOn(request, response, saved);
    showForm(response, view, withProblems(fields, form.values, saved.problems), { model: loaded });
  });
};
