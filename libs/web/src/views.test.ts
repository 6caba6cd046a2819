import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { addViews } from './views';

describe('F-015: a page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughcare-views-'));
  const app = express();
  beforeAll(() => {
    writeFileSync(join(folder, 'part.njk'), '{% macro show(text) %}<td>{{ text }}</td>{% endmacro %}');
    writeFileSync(join(folder, 'page.njk'), '{% import "part.njk" as p %}{{ p.show(text) }}');
    addViews(app, [folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const page = (text: string) =>
    new Promise<string>((resolve, reject) =>
      app.render('page.njk', { text }, (error: Error | null, html: string) => (error ? reject(error) : resolve(html))),
    );

  it('shows what would turn the order of letters, or cannot be seen, as marks', async () => {
    expect(await page('a\u202eb\u2069c\u0000d\u001b[31m\u0085')).toBe('<td>a\\u202eb\\u2069c␀d␛[31m\\u0085</td>');
  });

  it('leaves lines, tabs and letters of any script as they are', async () => {
    expect(await page('one\r\ntwo\n\tnaïve “עברית”')).toBe('<td>one\ntwo\n\tnaïve “עברית”</td>');
  });

  it('names its assets, and no picture that is not there', async () => {
    const html = await new Promise<string>((resolve, reject) =>
      app.render('layout.njk', {}, (error: Error | null, text: string) => (error ? reject(error) : resolve(text))),
    );
    expect(html).toMatch(/href="\/assets\/app\.css\?v=/);
    expect(html).not.toContain('og:image');
  });
});
