import { choice, optional, text } from './fields';
import { Pages } from './pages';
import { searchPage } from './search-page';
import { Visitor } from './testing/visitor';
import { type WebUnderTest, startWeb } from './testing/web-kit';

const fields = {
  state: optional(choice('a state', ['open', 'done'])),
  crn: optional(text('a CRN', { max: 7, pattern: /^X\d{6}$/ })),
};
const view = `{% extends "layout.njk" %}{% set title = "List" %}{% block page %}
<form method="post" action="/list/search"><input type="hidden" name="_csrf" value="{{ csrfToken }}"></form>
<p>{{ isFiltered }} {{ search }} {{ asked | dump | safe }} {{ values | dump | safe }}</p>{% endblock %}`;

describe('a list with a search', () => {
  let under: WebUnderTest;
  let visitor: Visitor;
  beforeAll(async () => {
    const pages = new Pages();
    searchPage(pages, {
      path: '/list',
      may: { authority: ['ROLE_A'] },
      view: 'list.njk',
      fields,
      linked: ['state'],
      also: { page: /^[1-9]$/ },
      elsewhere: ({ crn }) => (crn === 'X000001' ? '/list?state=done' : undefined),
      find: (_visit, { data, search }) => {
        const problems = data?.crn === 'X999999' ? [{ field: 'crn', text: 'Nobody has this CRN' }] : [];
        return Promise.resolve({ model: { asked: data ?? 'nothing', search }, problems });
      },
    });
    under = await startWeb({ pages }, { 'list.njk': view });
    visitor = new Visitor(under.url);
  });
  afterAll(() => under?.close());
  const search = async (sent: Record<string, string>) => visitor.send(await visitor.get('/list'), sent, '/list/search');

  it('shows everything at first', async () => {
    const { html } = await visitor.get('/list');
    expect(html).toContain('<p>false  {} {}</p>');
  });

  it('takes from its address what may stand there', async () => {
    const { html } = await visitor.get('/list?state=open&page=2');
    expect(html).toContain('<p>true state=open {"state":"open"} {"state":"open"}</p>');
  });

  it('keeps what was typed out of its address, and finds it again there', async () => {
    const { url, html } = await search({ crn: 'X123456', state: 'open' });
    expect(url).toMatch(/\/list\?search=[0-9a-f-]{36}$/);
    expect(html).toContain('{"state":"open","crn":"X123456"}');
    expect((await visitor.get(url)).html).toContain('X123456');
    const elsewhere = await new Visitor(under.url).get(url);
    expect(elsewhere.url).toBe(`${under.url}/list`);
    expect(elsewhere.html).toContain('Your search is no longer kept. Search again.');
  });

  it('looks for nothing where something is wrong, and says what', async () => {
    const { title, html } = await search({ crn: 'nonsense' });
    expect(title).toMatch(/^Error: /);
    expect(html).toContain('"nothing" {"crn":"nonsense"}');
    expect((await visitor.get('/list?state=never')).status).toBe(400);
    const none = await search({ crn: 'X999999' });
    expect([none.status, none.html]).toEqual([400, expect.stringContaining('Nobody has this CRN')]);
  });

  it('may lead elsewhere', async () => {
    expect((await search({ crn: 'X000001' })).url).toBe(`${under.url}/list?state=done`);
  });

  it.each([
    ['/list?crn=X123456', 'The address has a filter that this page does not have.'],
    ['/list?pgae=2', 'The address has a filter that this page does not have.'],
    ['/list?state=open&state=done', 'The value of state in the address is not one that this page knows.'],
    ['/list?page=0', 'The value of page in the address is not one that this page knows.'],
    ['/list?page=1&page=1', 'The value of page in the address is not one that this page knows.'],
    ['/list?search=gone', 'The value of search in the address is not one that this page knows.'],
  ])('F-059: refuses what it does not know, and what must not stand there: %s', async (path, words) => {
    const { status, html } = await visitor.get(path);
    expect(status).toBe(400);
    expect(html).toContain(words);
  });
});
