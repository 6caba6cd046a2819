import type { Request, RequestHandler } from 'express';
import { AppError, forbidden } from '@throughcare/base/errors';
import { logger } from '@throughcare/platform/logging';
import { type May, mayBy } from './may';
import { type Me, meOf } from './me';
import { userOf } from './user';

/** Pages that belong together: one title, one navigation, one width. */
export interface Area {
  /** What all its addresses begin with: `/operations`. */
  readonly path: string;
  readonly title: string;
  /** Tables need the whole screen; text does not. */
  readonly isWide?: boolean;
  /** Links shown to those who may follow them; the first is where the area begins. */
  readonly navigation: readonly { readonly text: string; readonly href: string; readonly may: May }[];
}

const log = logger('web');
const isBelow = (path: string, href: string) => path === href || path.startsWith(`${href}/`);

/** A navigation without some links is better than no page: what cannot be asked is left out. */
const meIfKnown = async (request: Request): Promise<{ readonly me?: Me | undefined; readonly unknown?: AppError }> => {
  try {
    return { me: await meOf(request) };
  } catch (err) {
    if (!(err instanceof AppError)) throw err;
    log.warn({ err }, 'the staff directory cannot be asked; links for roles are left out');
    return { unknown: err };
  }
};

/** Links that somebody may follow; `unknown` says why there may be more. */
const linksOf = async (request: Request, { navigation }: Area) => {
  const isAboutRoles = navigation.some(({ may }) => 'roles' in may);
  const { me, unknown } = isAboutRoles ? await meIfKnown(request) : {};
  const person = { user: userOf(request), me };
  return { links: navigation.filter(({ may }) => mayBy(may, person)), unknown };
};

/** Title and width of the area that a page is in; for somebody who is not signed in too. */
export const areaTitles =
  (areas: readonly Area[]): RequestHandler =>
  (request, response, next) => {
    const area = areas.find(({ path }) => isBelow(request.path, path));
    response.locals['serviceTitle'] = area?.title ?? 'Throughcare';
    response.locals['isWide'] = area?.isWide === true;
    next();
  };

/** Links of the area that a page is in, for those who may follow them. */
export const areaLinks =
  (areas: readonly Area[]): RequestHandler =>
  async (request, response, next) => {
    const area = areas.find(({ path }) => isBelow(request.path, path));
    const { links } = area ? await linksOf(request, area) : { links: [] };
    const path = links.map(({ href }) => href).filter((href) => isBelow(request.path, href));
    // The longest: `/operations` itself is no part of `/operations/events`.
    const active = path.sort((a, b) => b.length - a.length)[0];
    response.locals['navigation'] = links.map(({ text, href }) => ({
      text,
      href,
      current: request.path === href,
      active: href === active,
    }));
    next();
  };

/** `/` leads to the first area that has something for whoever asks. */
export const home =
  (areas: readonly Area[]): RequestHandler =>
  async (request, response) => {
    let why = forbidden('NOTHING_FOR_YOU');
    for (const area of areas) {
      const { links, unknown } = await linksOf(request, area);
      const [first] = links;
      if (first) return response.redirect(303, first.href);
      if (unknown) why = unknown;
    }
    throw why;
  };
