import { randomUUID } from 'node:crypto';
import express, { type Express, type RequestHandler } from 'express';
import { logger } from '@throughcare/platform/logging';
import { runInContext } from '@throughcare/platform/telemetry';
import { assetRoutes } from './assets';
import { type WebConfig, authEndpoints } from './config';
import { errorPage, noSuchPage } from './errors';
import { notices, tell } from './session/notices';
import { type Pages, readsForm } from './pages';
import { csrfProtection, securityHeaders } from './security';
import { findingForm, keepingTyped } from './sent-form';
import type { Notice, Sessions } from './session/session';
import { SignIn } from './sign-in';
import { addViews } from './views';
import { type Area, areaLinks, areaTitles, home } from './visit/areas';
import { connectApi } from './visit/me';

export interface WebAppOptions {
  readonly config: WebConfig;
  readonly sessions: Sessions;
  /** Folders of templates. */
  readonly views: readonly string[];
  readonly pages: Pages;
  /** Each page is in one; `/` leads to the first that has something for whoever asks. */
  readonly areas: readonly Area[];
  /** The public API, for pages that ask it. */
  readonly apiUrl?: string;
}

const log = logger('http');
const SMALL_BYTES = 20 * 1024;

/** One correlation id and one log line per answer; never the address, which may name somebody. */
const observed: RequestHandler = (request, response, next) => {
  const since = performance.now();
  runInContext({ correlationId: randomUUID() }, () => {
    response.once('finish', () => {
      const route = (request.route as { path?: unknown } | undefined)?.path;
      const facts = { method: request.method, route: typeof route === 'string' ? route : 'none' };
      log.info({ ...facts, status: response.statusCode, ms: Math.round(performance.now() - since) }, 'answered');
    });
    next();
  });
};

/**
 * Browsers follow a redirect before the answer has ended, and the session is stored at its end: it is stored first here.
 * What was to be told on this page is told on the next one.
 */
const redirectsWithSession: RequestHandler = (request, response, next) => {
  const redirect = response.redirect.bind(response) as (status: number, url: string) => void;
  const later = (status: number, url: string) => {
    const session = request.session as typeof request.session | undefined;
    if (!session?.user) return redirect(status, url); // nothing is stored for somebody who is not signed in
    const notice = response.locals['notice'] as Notice | undefined;
    if (notice) tell(request, url, notice);
    session.save((error) => (error ? next(error) : redirect(status, url)));
  };
  response.redirect = (first: number | string, second?: number | string) =>
    typeof first === 'number' ? later(first, String(second)) : later(302, first);
  next();
};

/** `OPTIONS *` is about the server and has no path: there is no session for it, and no page. */
const pathsOnly: RequestHandler = (request, response, next) =>
  request.path.startsWith('/') ? next() : noSuchPage(request, response, next);

const health = (app: Express, sessions: Sessions): void => {
  app.get(['/health/liveness', '/health/ping'], (_request, response) => void response.json({ status: 'UP' }));
  app.get('/health/readiness', async (_request, response) => {
    const up = await sessions.check().then(
      () => true,
      () => false,
    );
    response.status(up ? 200 : 503).json({ status: up ? 'UP' : 'DOWN' });
  });
};

/** Everything but health, files and sign-in is behind sign-in, and each page says who may see it. */
export const createWebApp = ({ config, sessions, views, pages, areas, apiUrl }: WebAppOptions): Express => {
  const app = express();
  const endpoints = authEndpoints(config);
  const signIn = new SignIn(config, (path) => pages.formPageOf(path));
  const isSecure = config.BASE_URL.startsWith('https:');
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  if (isSecure) app.set('trust proxy', 1); // TLS ends before us
  if (apiUrl !== undefined) connectApi(app, apiUrl);
  addViews(app, views);
  health(app, sessions);
  app.use(securityHeaders(isSecure, [new URL(endpoints.authorize).origin, new URL(endpoints.signOut).origin]));
  app.use(assetRoutes());
  app.use(observed);
  app.use(areaTitles(areas));
  app.use(pathsOnly);
  app.use(sessions.handler);
  app.use(redirectsWithSession);
  signIn.routes(app);
  app.use(signIn.required);
  app.use(notices);
  app.use(areaLinks(areas));
  app.get('/', home(areas));
  app.use(pages.bodies);
  app.use(readsForm(SMALL_BYTES)); // of what is no page: signing out
  app.use(csrfProtection);
  app.post('/sign-out', signIn.signOut);
  app.use(findingForm);
  app.use(pages.router);
  app.use(keepingTyped);
  app.use(noSuchPage);
  app.use(errorPage);
  return app;
};
