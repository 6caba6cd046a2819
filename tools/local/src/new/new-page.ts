// npm run new:page: a page of the staff application that shows a list of the public API, as docs/how-to/add-a-page.md says it.
import { dirname } from 'node:path';
import { root } from '../settings';
import { after, camel, command, importing, inOrder, isRead, isWritten, kebab, type Plan, writePlan } from './write';

const USAGE = `Usage: npm run new:page -- --name Visits --path /referrals/visits --reads /cas3/applications --schema cas3/application:Cas3ApplicationSummary
  A page for referrers that shows what one GET of the public API lists: page, template, test, link.`;

interface Page {
  readonly name: string;
  readonly path: string;
  readonly reads: string;
  /** File below libs/api/src and name of the schema of one row. */
  readonly schema: string;
}

const SCHEMA = /^([a-z0-9/-]+):([A-Z][A-Za-z0-9]*)$/;

/** What the repository says against it. */
const strangeIn = (folder: string, { path, reads, schema }: Page): string[] => {
  const [, file = '', one = ''] = SCHEMA.exec(schema) ?? [];
  return [
    isWritten(folder, 'web/staff/src', `'${path}'`) ? `path: there is a page ${path}` : '',
    isRead(folder, reads) ? '' : `reads: docs/openapi/throughcare.json has no GET ${reads}`,
    isWritten(folder, `libs/api/src/${dirname(file)}`, `export const ${one} =`)
      ? ''
      : `schema: libs/api has no ${schema}`,
  ].filter(Boolean);
};

const problemsOf = ({ name, path, reads, schema }: Page): string[] =>
  [
    /^[A-Z][A-Za-z]+$/.test(name) ? '' : 'name: capitals, e.g. Visits',
    /^\/referrals(\/[a-z0-9-]+)+$/.test(path) ? '' : 'path: below /referrals, e.g. /referrals/visits',
    /^(\/[a-z0-9-]+)+$/.test(reads) ? '' : 'reads: a path of the public API, e.g. /cas3/applications',
    SCHEMA.test(schema) ? '' : 'schema: file and name in libs/api, e.g. cas3/application:Cas3ApplicationSummary',
  ].filter(Boolean);

const titleOf = (name: string): string =>
  kebab(name)
    .replaceAll('-', ' ')
    .replace(/^./, (letter) => letter.toUpperCase());

const code = ({ name, path, reads, schema }: Page): string => {
  const [, file, one] = SCHEMA.exec(schema)!;
  return `import { ${one} } from '@throughcare/api/${file}';
import type { Pages } from '@throughcare/web/pages';
import { visitOf } from '@throughcare/web/visit/visit';
import { z } from 'zod';
import { MAY_REFER } from '../access';

export const ${camel(name)}Pages = (pages: Pages): void => {
  pages.get('${path}', MAY_REFER, async (request, response) => {
    const rows = await visitOf(request).api.get('${reads}', z.array(${one}));
    response.render('referrals/${kebab(name)}/list.njk', { rows });
  });
};
`;
};

const template = ({ name }: Page): string => `{% extends "layout.njk" %}
{% set title = "${titleOf(name)}" %}
{% block page %}
<h1 class="govuk-heading-l">{{ title }}</h1>
{% if rows.length %}
<ul class="govuk-list">
  {% for row in rows %}<li>{{ row.id }}</li>{% endfor %}
</ul>
{% else %}<p class="govuk-body">There is nothing to show.</p>{% endif %}
{% endblock %}
`;

const test = ({ name, path }: Page): string => `import { Visitor } from '@throughcare/web/testing/visitor';
import { type ReferralsUnderTest, startReferrals } from '../../testing/referral-kit';

describe('the page ${titleOf(name)}', () => {
  let under: ReferralsUnderTest;
  beforeAll(async () => {
    under = await startReferrals();
  }, 120_000);
  afterAll(() => under?.close());

  it('is shown to a referrer', async () => {
    const visitor = await Visitor.signedIn(under.url, 'CAST_01');
    const { status, title } = await visitor.get('${path}');
    expect([status, title]).toEqual([200, '${titleOf(name)} – Transitional accommodation']);
  });
});
`;

const planOf = (page: Page): Plan => {
  const { name, path } = page;
  const folder = `web/staff/src/referrals/${kebab(name)}`;
  return {
    files: {
      [`${folder}/${kebab(name)}.pages.ts`]: code(page),
      [`${folder}/list.njk`]: template(page),
      [`${folder}/${kebab(name)}.api.test.ts`]: test(page),
    },
    edits: {
      'web/staff/src/referrals/pages.ts': inOrder(
        importing(`import { ${camel(name)}Pages } from './${kebab(name)}/${kebab(name)}.pages';`),
        (text) =>
          text.replace(/(\n {2}\],\n\};)/, `\n    { text: '${titleOf(name)}', href: '${path}', may: MAY_REFER },$1`),
        after(
          /referralPages = \(pages: Pages\)[^{]*\{\n/,
          `  ${camel(name)}Pages(pages); // before what has an id in its path\n`,
        ),
      ),
    },
  };
};

export const nextSteps = ({ path }: Page): string => `Next, by hand:
  1. Show in list.njk what a reader needs of a row; docs/style.md says how we write, and npm test refuses some words.
  2. If others than referrers may see it, say so by another May, beside MAY_REFER in web/staff/src/referrals/access.ts.
  3. A form is a formPage: docs/how-to/add-a-page.md.
  4. In a browser, with axe: add ${path} in each state to web/staff/src/referral-walk.e2e.test.ts.
  5. A line in web/staff/README.md; CHANGELOG.
  6. Run npx jest web/staff/src/referrals; look at it: SCREENSHOTS=folder npx jest web/staff/src/referral-walk.e2e.test.ts, or npm start.`;

export const makePage = (page: Page, folder = root): string => {
  const problems = problemsOf(page);
  if (problems.length === 0) problems.push(...strangeIn(folder, page));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return `Wrote ${writePlan(folder, planOf(page)).join(', ')}.\n${nextSteps(page)}`;
};

if (require.main === module) command(USAGE, ['name', 'path', 'reads', 'schema'], (given) => makePage(given));
