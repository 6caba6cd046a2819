import { join } from 'node:path';
import { marked } from '@throughcare/platform/marks';
import type { Express } from 'express';
import nunjucks from 'nunjucks';
import { assetUrl, govukFolder } from './assets';
import { duration, instant, number, plainDay, plural, precise } from './format.rules';

type Shown = nunjucks.TemplateCallback<string>;

/** Whoever wrote a text, nothing in it turns the order of letters on a page or hides there. Line ends are those of the browser. */
const showingMarks = (environment: nunjucks.Environment): void => {
  const render = environment.render.bind(environment);
  const shown = (html: string | null) => html && marked(html.replaceAll('\r\n', '\n'));
  environment.render = ((name: string, context: object, done: Shown) =>
    render(name, context, (error, html) => done(error, shown(html)))) as typeof environment.render;
};

/** Nunjucks for this application: its own views first, then those all applications share, then GOV.UK's. Text is escaped. */
export const addViews = (app: Express, folders: readonly string[]): void => {
  const paths = [...folders, join(__dirname, 'views'), govukFolder];
  const environment = nunjucks.configure(paths, { autoescape: true, express: app, noCache: false });
  environment.addGlobal('asset', assetUrl);
  environment.addGlobal('plural', plural);
  for (const [name, filter] of Object.entries({ duration, instant, number, plainDay, precise }))
    environment.addFilter(name, filter);
  // Nunjucks cannot set a member of an object.
  environment.addFilter('with', (all: object, name: string, value: unknown) => ({ ...all, [name]: value }));
  environment.addFilter('pretty', (value: unknown) => JSON.stringify(value, null, 2));
  showingMarks(environment);
  app.set('view engine', 'njk');
};
