import { join } from 'node:path';
import type { Express } from 'express';
import nunjucks from 'nunjucks';
import { assetUrl, govukFolder } from './assets';
import { duration, instant, number, plural, precise } from './format.rules';

/** Nunjucks for this application: its own views first, then those all applications share, then GOV.UK's. Text is escaped. */
export const addViews = (app: Express, folders: readonly string[]): void => {
  const paths = [...folders, join(__dirname, 'views'), govukFolder];
  const environment = nunjucks.configure(paths, { autoescape: true, express: app, noCache: false });
  environment.addGlobal('assetUrl', assetUrl);
  environment.addGlobal('plural', plural);
  for (const [name, filter] of Object.entries({ duration, instant, number, precise }))
    environment.addFilter(name, filter);
  environment.addFilter('pretty', (value: unknown) => JSON.stringify(value, null, 2));
  app.set('view engine', 'njk');
};
