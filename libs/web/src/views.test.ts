import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express, { type Express } from 'express';
import { addViews } from './views';

const rendered = (app: Express, view: string, model: object) =>
  new Promise<string>((resolve, reject) =>
    app.render(view, model, (error: Error | null, html: string) => (error ? reject(error) : resolve(html))),
  );

describe('F-015: a page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughcare-views-'));
  const app = express();
  beforeAll(() => {
    writeFileSync(join(folder, 'part.njk'), '{% macro show(text) %}<td>{{ text }}</td>{% endmacro %}');
    writeFileSync(join(folder, 'page.njk'), '{% import "part.njk" as p %}{{ p.show(text) }}');
    addViews(app, [folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const page = (text: string) => rendered(app, 'page.njk', { text });

  it('shows what would turn the order of letters, or cannot be seen, as marks', async () => {
    expect(await page('a\u202eb\u2069c\u0000d\u001b[31m\u0085')).toBe('<td>a\\u202eb\\u2069c␀d␛[31m\\u0085</td>');
  });

  it('leaves lines, tabs and letters of any script as they are', async () => {
    expect(await page('one\r\ntwo\n\tnaïve “עברית”')).toBe('<td>one\ntwo\n\tnaïve “עברית”</td>');
  });

  it('names its assets, and no picture that is not there', async () => {
    const html = await rendered(app, 'layout.njk', {});
    expect(html).toMatch(/href="\/assets\/app\.css\?v=/);
    expect(html).not.toContain('og:image');
  });
});

describe('a list', () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughcare-lists-'));
  const app = express();
  const fields = '{% include "form-tokens.njk" %}<input name="word" value="{{ values.word }}">';
  beforeAll(() => {
    writeFileSync(
      join(folder, 'list.njk'),
      `{% import "lists.njk" as lists %}{% call lists.filterBar("/list", isFiltered) %}${fields}{% endcall %}{{ lists.pager(paging) }}`,
    );
    writeFileSync(
      join(folder, 'folded.njk'),
      `{% import "lists.njk" as lists %}{% call lists.foldedFilterBar("/list", isFiltered, isFiltered) %}${fields}{% endcall %}`,
    );
    addViews(app, [folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const model = { csrfToken: 'secret', once: 'one', values: { word: 'typed' } };

  it.each(['list.njk', 'folded.njk'])('has a search whose fields and tokens are sent: %s', async (view) => {
    const html = await rendered(app, view, { ...model, isFiltered: true });
    expect(html).toMatch(
      /<form method="post" action="\/list\/search"[\s\S]*name="_csrf" value="secret"[\s\S]*value="typed"[\s\S]*<\/form>/,
    );
    expect(html).toContain('href="/list">Clear</a>');
    expect(await rendered(app, view, model)).not.toContain('Clear');
  });

  it('leads to its pages where there are several', async () => {
    expect(await rendered(app, 'list.njk', model)).not.toContain('govuk-pagination');
    const paging = { items: [{ number: 1, href: '?page=1', current: true }], next: { href: '?page=2' } };
    expect(await rendered(app, 'list.njk', { ...model, paging })).toContain('href="?page=2"');
  });
});

describe('every form that is sent', () => {
  const root = join(__dirname, '../../..');
  const templates = globSync(['libs/web/src/views/**/*.njk', 'web/*/src/**/*.njk'], { cwd: root });

  it.each(templates)('says that it came from here, and which one it is: %s', (name) => {
    const source = readFileSync(join(root, name), 'utf8');
    const forms = [...source.matchAll(/<form[^>]*method="post"[\s\S]*?<\/form>|{% call lists\.[\s\S]*?endcall/g)];
    for (const [form] of forms) expect(/form-tokens\.njk|\{\{ fields \}\}|action="\/sign-out"/.test(form)).toBe(true);
  });
});
