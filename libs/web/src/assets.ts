import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import express, { type Router } from 'express';

export const govukFolder = join(dirname(require.resolve('govuk-frontend/package.json')), 'dist');
const own = (name: string) => readFileSync(join(__dirname, 'assets', name), 'utf8');
const govuk = (name: string) => readFileSync(join(govukFolder, 'govuk', name), 'utf8');

/** GDS Transport is licensed for GOV.UK alone: its faces and its name are taken out, and Arial stays. */
export const withoutLicensedFont = (css: string): string =>
  css.replace(/@font-face\{[^}]*GDS Transport[^}]*\}/g, '').replaceAll('GDS Transport,', '');

interface Asset {
  readonly type: string;
  readonly content: string;
  /** With the hash of its content: a new version has a new address. */
  readonly url: string;
}

const asset = (name: string, type: string, content: string): Asset => {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { type, content, url: `/assets/${name}?v=${hash}` };
};

const withoutMap = (text: string) => text.replace(/\/[/*][#@] sourceMappingURL=.*$/gm, '');

/** Files of every page, read once. */
export const assets = {
  'app.css': asset(
    'app.css',
    'text/css',
    withoutMap(withoutLicensedFont(govuk('govuk-frontend.min.css'))) + own('app.css'),
  ),
  'govuk.js': asset('govuk.js', 'text/javascript', withoutMap(govuk('govuk-frontend.min.js'))),
  'icon.svg': asset('icon.svg', 'image/svg+xml', own('icon.svg')),
} as const satisfies Readonly<Record<string, Asset>>;

export const assetUrl = (name: keyof typeof assets): string => assets[name].url;

export const assetRoutes = (): Router => {
  const router = express.Router();
  for (const [name, { type, content }] of Object.entries(assets)) {
    router.get(`/assets/${name}`, (_request, response) => {
      response.set('Cache-Control', 'public, max-age=31536000, immutable').type(type).send(content);
    });
  }
  return router;
};
