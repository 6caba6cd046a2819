import type { Request, Response } from 'express';
import { UNCONFIRMED, withDetail } from './errors';
import type { Values } from './fields';
import { AppError } from '@throughcare/base/errors';
import { logger } from '@throughcare/platform/logging';
import {
  type DataOf,
  type FieldProblem,
  type Fields,
  type Form,
  emptyForm,
  readForm,
  valuesOf,
  withProblems,
} from './form';
import { tell } from './session/notices';
import type { Pages, Query } from './pages';
import { type Again, type GoTo, bodyOf } from './sent-form';
import type { May } from './visit/may';
import { type Visit, visitOf } from './visit/visit';

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
  /** What the address of its GET may say: what the form begins with. */
  readonly query?: Query;
  /** What the template shows beside the form, or where to go instead. Throws where there is no such page. */
  readonly load: (visit: Visit) => Promise<L | GoTo>;
  /** What stands in the fields at first. */
  readonly begin?: (loaded: L, visit: Visit) => Values | Promise<Values>;
  readonly save: (visit: Visit, data: DataOf<F>, loaded: L) => Promise<Saved>;
}

/** The page with its form, and 400 where its address is wrong. What was sent and is shown again is an answer like any other. */
export const showForm = (
  request: Request,
  response: Response,
  view: string,
  form: Form<unknown>,
  { model = {}, status }: { readonly model?: object; readonly status?: number } = {},
): void => {
  const isWrong = form.errors.length > 0 && !request.shownAgain;
  response.status(status ?? (isWrong ? 400 : 200)).render(view, { ...model, ...form });
};

/** Off to the next page, which says once what has happened here. */
export const goOn = (request: Request, response: Response, { goTo, notice }: GoTo): void => {
  if (notice) tell(request, goTo, notice);
  response.redirect(303, goTo);
};

/** Saves; how the form is shown again when the service that saves it is unavailable: pressed again, it is the same change. */
export const orUnconfirmed = async <T>(save: () => Promise<T>): Promise<T | Again> => {
  try {
    return await save();
  } catch (err) {
    if (!(err instanceof AppError) || err.kind !== 'unavailable') throw err;
    log.error({ err }, 'a change could not be confirmed; its page keeps what was typed');
    return { again: { errors: [{ text: withDetail(err.details.detail, UNCONFIRMED) }], problems: {} } };
  }
};

/** The form as it was sent and could not be saved; undefined where it is shown for the first time. */
export const formShownAgain = (request: Request, fields: Fields): Form<never> | undefined => {
  const { shownAgain } = request;
  return shownAgain && { ...shownAgain.again, values: valuesOf(fields, bodyOf(shownAgain)) };
};

const isGoTo = (loaded: object): loaded is GoTo => 'goTo' in loaded;

/** A page with a form: shows it, reads it, shows it again with what is wrong, or saves it and goes on. */
export const formPage = <F extends Fields, L extends object>(pages: Pages, page: FormPage<F, L>): void => {
  const { path, may, maySave = may, view, fields, query, load, begin, save } = page;
  const show = async (request: Request, response: Response) => {
    const visit = visitOf(request);
    const loaded = await load(visit);
    if (isGoTo(loaded)) return goOn(request, response, loaded);
    const form = formShownAgain(request, fields) ?? emptyForm(await begin?.(loaded, visit));
    showForm(request, response, view, form, { model: loaded });
  };
  pages.get(path, may, show, query);
  pages.post(path, maySave, fields, async (request) => {
    const visit = visitOf(request);
    const form = readForm(fields, request.body);
    const loaded = await load(visit);
    if (isGoTo(loaded)) return loaded;
    if (!form.data) return { again: form };
    const { data } = form;
    const saved = await orUnconfirmed(() => save(visit, data, loaded));
    return 'problems' in saved ? { again: withProblems(fields, form.values, saved.problems) } : saved;
  });
};
