import { tell } from './session/notices';
import { Pages } from './pages';
import { Visitor } from './testing/visitor';
import { type WebUnderTest, startWeb } from './testing/web-kit';

describe('a web application', () => {
  let under: WebUnderTest;
  beforeAll(async () => {
    const pages = new Pages();
    pages.get('/told', { authority: ['ROLE_A'] }, (request, response) => {
      tell(request, '/page', { kind: 'important', text: 'Saved once' });
      response.redirect(303, '/page');
    });
    pages.get('/page', { authority: ['ROLE_A'] }, (_request, response) => response.render('page.njk'));
    under = await startWeb({ pages }, { 'page.njk': '{% extends "layout.njk" %}{% set title = "Page" %}' });
  });
  afterAll(() => under?.close());

  it.each([
    ['/health/liveness', 200],
    ['/health/ping', 200],
    ['/health/readiness', 200],
  ])('says how it is: %s', async (path, status) => {
    const response = await fetch(under.url + path);
    expect([response.status, await response.json()]).toEqual([status, { status: 'UP' }]);
  });

  it('gives each page a nonce of its own, and nothing a place to be kept', async () => {
    const [one, other] = await Promise.all([fetch(`${under.url}/page`), fetch(`${under.url}/page`)]);
    const policies = [one, other].map(({ headers }) => headers.get('content-security-policy'));
    expect(policies[0]).toMatch(/default-src 'none'.*script-src 'self' 'nonce-[\w+/=]{24}'/);
    expect(policies[0]).not.toBe(policies[1]);
    expect(one.headers.get('cache-control')).toBe('no-store');
    expect([one.headers.get('x-frame-options'), one.headers.get('x-powered-by')]).toEqual(['DENY', null]);
  });

  it('keeps its files in browsers for a year, under addresses that change', async () => {
    const { html } = await new Visitor(under.url).get('/page');
    const [, address = ''] = /href="(\/assets\/app\.css\?v=[0-9a-f]{12})"/.exec(html) ?? [];
    const file = await fetch(under.url + address);
    expect([file.status, file.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
  });

  it('says once on the next page what has happened', async () => {
    const visitor = new Visitor(under.url);
    expect((await visitor.get('/told')).html).toContain('Saved once');
    expect((await visitor.get('/page')).html).not.toContain('Saved once');
  });
});
