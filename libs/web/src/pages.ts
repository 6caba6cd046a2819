import express, { type Request, type RequestHandler, type Response, type Router, Router as newRouter } from 'express';
import { forbidden, invalid } from '@throughcare/base/errors';
import { type Fields, bodyBytesOf, inputsOf } from './form';
import { type Answer, type ShownAt, answering } from './sent-form';
import { type May, mayBy } from './visit/may';
import { meOf } from './visit/me';
import { userOf } from './visit/user';

export type Page = (request: Request, response: Response) => Promise<void> | void;
/** A form that was sent is answered with where to go, and never with a page. */
export type Answers = (request: Request) => Promise<Answer> | Answer;

/** What an address may say behind its path: each name with the form of its value. */
export type Query = Readonly<Record<string, RegExp>>;

interface PostOptions {
  readonly shownAt?: ShownAt;
  readonly query?: Query;
}

export interface Registered {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly may: May;
  /** Names of what its form sends; none where there is no form. */
  readonly fields: readonly string[];
}

const demand = async (may: May, request: Request): Promise<void> => {
  const me = 'roles' in may ? await meOf(request) : undefined;
  if (!mayBy(may, { user: userOf(request), me })) throw forbidden('AUTHORITY_REQUIRED');
};

/** Anybody may write anything into an address. A page that passes over a part of it shows something else than was asked for. */
const requireQuery = ({ query }: Request, known: Query): void => {
  for (const [name, value] of Object.entries(query)) {
    if (name === 'again') continue; // a form that is shown again, see `findingForm`
    const form = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!form) throw invalid('UNKNOWN_PARAMETER', { detail: 'The address has a filter that this page does not have.' });
    if (typeof value !== 'string' || !form.test(value))
      throw invalid('INVALID_PARAMETER', {
        detail: `The value of ${name} in the address is not one that this page knows.`,
      });
  }
};

const isAt = (pattern: string, path: string): boolean => {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((part, n) => part.startsWith(':') || part === given[n]);
};

/** The body of a form up to so many bytes. */
export const readsForm = (limit: number): RequestHandler =>
  express.urlencoded({ extended: false, limit, parameterLimit: 1_000 });

/** The pages of an application: a page cannot be added without saying who may see it. */
export class Pages {
  readonly router: Router = newRouter();
  /** Reads the body of each form up to what its fields may make. In front of the check of the form's token, which is a field. */
  readonly bodies: Router = newRouter();
  readonly list: Registered[] = [];

  get(path: string, may: May, page: Page, query: Query = {}): void {
    this.list.push({ method: 'GET', path, may, fields: [] });
    this.router.get(path, async (request, response) => {
      await demand(may, request);
      requireQuery(request, query);
      await page(request, response);
    });
  }

  /**
   * Where somebody finds the form again that they sent to this path: its own page, or the nearest above it. A plan is kept in the
   * session and ends with it.
   */
  formPageOf(path: string): string {
    const { pathname } = new URL(path, 'http://here');
    const wanted = pathname.length > 1 ? pathname.replace(/\/+$/, '') : pathname;
    const page = this.list.find((one) => one.method === 'GET' && isAt(one.path, wanted));
    if (page && !page.path.endsWith('/:plan')) return wanted;
    const above = wanted.slice(0, wanted.lastIndexOf('/'));
    return above === '' ? '/' : this.formPageOf(above);
  }

  /** `fields` are those that the page reads: how much it takes comes from them, so that nothing typed is refused unread. */
  post(path: string, may: May, fields: Fields, answer: Answers, { shownAt, query = {} }: PostOptions = {}): void {
    this.list.push({ method: 'POST', path, may, fields: inputsOf(fields) });
    this.bodies.post(path, readsForm(bodyBytesOf(fields)));
    const work = async (request: Request) => {
      await demand(may, request);
      requireQuery(request, query);
      return answer(request);
    };
    this.router.post(path, answering(work, shownAt));
  }
}
