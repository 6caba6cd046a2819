import { type Server, createServer } from 'node:http';
import { TestClock } from '@throughcare/platform/testing/clock';
import { listenOnLoopback } from '@throughcare/platform/testing/loopback';
import { text } from '../fields';
import { formPage } from '../form-page';
import { Pages } from '../pages';
import { Visitor } from '../testing/visitor';
import { type WebUnderTest, aUser, startWeb } from '../testing/web-kit';
import type { Area } from './areas';
import { visitOf } from './visit';

const REGION = { id: 'd73ae6b5-041e-4d44-b859-b8c77567d893', name: 'London', hptEmail: 'hpt@example.com' };
const PDU = { id: '2e3df9de-5875-44b6-8df7-88e4308e5c58', name: 'Croydon' };
const member = {
  service: 'CAS3',
  id: 'aaaaaaaa-0000-4000-8000-000000000001',
  name: 'Staffan Worker',
  deliusUsername: 'CAST_01',
  email: 'staffan@justice.gov.uk',
  telephoneNumber: null,
  isActive: true,
  region: REGION,
  probationDeliveryUnit: PDU,
  roles: ['referrer'],
  staffCode: 'N07S001',
  probationRegionCode: 'N07',
};
const REFERRER = { roles: ['CAS3_REFERRER'] } as const;
const ASSESSOR = { roles: ['CAS3_ASSESSOR'] } as const;
const OPERATOR = { authority: ['ROLE_OPS'] } as const;

const areas: Area[] = [
  { path: '/ops', title: 'Operations', isWide: true, navigation: [{ text: 'Overview', href: '/ops', may: OPERATOR }] },
  {
    path: '/work',
    title: 'Accommodation',
    navigation: [
      { text: 'My referrals', href: '/work', may: REFERRER },
      { text: 'Drafts', href: '/work/drafts', may: REFERRER },
      { text: 'Assess', href: '/work/assess', may: ASSESSOR },
    ],
  },
];
const view = '{% extends "layout.njk" %}{% set title = "Page" %}{% block page %}<p>{{ said }}</p>{% endblock %}';

const form = `{% extends "layout.njk" %}{% set title = "Form" %}{% block page %}
<form method="post" action="/work/new">{% include "form-tokens.njk" %}<input type="hidden" name="word" value="{{ values.word }}"></form>{% endblock %}`;

describe('areas and roles', () => {
  const saved: string[] = [];
  let server: Server;
  let under: WebUnderTest;
  let visitor: Visitor;
  let calls: string[];
  let answer: { status: number; user: object | null };
  const clock = TestClock.at('2026-03-02T10:00:00Z');
  beforeAll(async () => {
    server = createServer((request, response) => {
      calls.push(`${request.url} ${request.headers.authorization} ${request.headers['x-service-name'] as string}`);
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ deliusUsername: 'CAST_01', loadError: null, user: answer.user }));
    });
    const pages = new Pages();
    for (const path of ['/work', '/work/drafts'])
      pages.get(path, REFERRER, (request, response) => {
        const { me, user } = visitOf(request);
        response.render('page.njk', {
          said: `${user.username} ${me?.regionName} ${me?.pduName} ${me?.email} ${me?.phone}`,
        });
      });
    formPage(pages, {
      path: '/work/new',
      may: REFERRER,
      view: 'form.njk',
      fields: { word: text('a word', { max: 5 }) },
      load: () => Promise.resolve({}),
      save: (_visit, { word }) => {
        saved.push(word);
        return Promise.resolve({ goTo: '/work' });
      },
    });
    pages.get('/work/assess', ASSESSOR, (_request, response) => response.render('page.njk'));
    pages.get('/ops', OPERATOR, (_request, response) => response.render('page.njk'));
    under = await startWeb(
      { pages, areas, apiUrl: await listenOnLoopback(server) },
      { 'page.njk': view, 'form.njk': form },
    );
  });
  afterAll(async () => {
    clock.release();
    await under?.close();
    server?.closeAllConnections();
    server?.close();
  });
  beforeEach(() => {
    calls = [];
    saved.length = 0;
    answer = { status: 200, user: member };
    under.user = aUser({ authorities: ['ROLE_PROBATION'] });
    visitor = new Visitor(under.url);
  });
  const links = (html: string) => [...html.matchAll(/navigation__link" href="([^"]*)"/g)].map(([, href]) => href);

  it('let a member of staff see the pages of their roles, and who they are there', async () => {
    const { status, html, title } = await visitor.get('/work');
    expect([status, title]).toEqual([200, 'Page – Accommodation']);
    expect(html).toContain('CAST_01 London Croydon staffan@justice.gov.uk undefined');
    expect(calls).toEqual(['/profile/v2 Bearer token temporary-accommodation']);
    expect((await visitor.get('/work/assess')).status).toBe(403);
  });

  it('show the links that somebody may follow, and mark where they are', async () => {
    const { html } = await visitor.get('/work/drafts');
    expect(links(html)).toEqual(['/work', '/work/drafts']);
    expect(html).toMatch(/href="\/work\/drafts" aria-current="page"/);
    expect(html).not.toContain('class="govuk-width-container app-wide');
    under.user = aUser({ authorities: ['ROLE_OPS'] });
    const wide = await visitor.get('/ops');
    expect([links(wide.html), wide.title]).toEqual([['/ops'], 'Page – Operations']);
    expect(wide.html).toContain('app-wide');
  });

  it('ask who somebody is once in five minutes, for each session', async () => {
    await visitor.get('/work');
    clock.move({ minutes: 4, ms: 59_000 });
    await visitor.get('/work/drafts');
    expect(calls).toHaveLength(1);
    clock.move({ ms: 1_000 });
    answer.user = { ...member, roles: ['assessor'] };
    expect((await visitor.get('/work')).status).toBe(403);
    expect((await visitor.get('/work/assess')).status).toBe(200);
    expect(calls).toHaveLength(2);
    await new Visitor(under.url).get('/work');
    expect(calls).toHaveLength(3);
  });

  it.each([
    ['has no staff record', null],
    ['is not active', { ...member, isActive: false }],
  ])('are closed to whoever %s', async (_, user) => {
    answer.user = user;
    expect((await visitor.get('/work')).status).toBe(403);
  });

  it('are not asked about an account that is no one’s of probation', async () => {
    under.user = aUser({ authorities: ['ROLE_OPS'] });
    expect((await visitor.get('/work')).status).toBe(403);
    expect(calls).toEqual([]);
  });

  it('say that the directory is down, and leave links for roles out on the page that says so', async () => {
    answer.status = 503;
    const { status, html } = await visitor.get('/work');
    expect([status, links(html)]).toEqual([503, []]);
  });

  it('are closed to a role of more than five minutes ago while the directory is down, and nothing is lost', async () => {
    const page = await visitor.get('/work/new');
    clock.move({ minutes: 4, ms: 59_000 });
    answer.status = 503;
    expect((await visitor.get('/work')).status).toBe(200);
    clock.move({ ms: 1_000 });
    const { status, html } = await visitor.get('/work');
    expect([status, html]).toEqual([503, expect.stringContaining('Nothing that you have saved is lost.')]);
    const sent = await visitor.send(page, { word: 'typed' });
    expect([sent.status, saved]).toEqual([503, []]);
    expect(sent.html).toContain('Your answers have not been saved: a system this page needs is not responding.');
    expect(sent.html).toContain('name="word" value="typed"');
    answer = { status: 200, user: { ...member, roles: ['assessor'] } };
    expect((await visitor.send(sent)).status).toBe(403);
    expect((await visitor.get(sent.url)).html).not.toContain('typed');
    answer.user = member;
    clock.move({ minutes: 5 });
    const again = await visitor.get(sent.url);
    expect([again.status, again.html]).toEqual([200, expect.stringContaining('value="typed"')]);
    await visitor.send(again);
    expect(saved).toEqual(['typed']);
  });

  it('are not said to be missing while nobody knows them', async () => {
    answer.status = 503;
    const { status, title } = await visitor.get('/');
    expect([status, title]).toEqual([503, 'Sorry, the service is unavailable – Throughcare']);
  });

  it('lead from the start to the first thing that somebody may do', async () => {
    expect((await visitor.get('/')).url).toBe(`${under.url}/work`);
    under.user = aUser({ authorities: ['ROLE_OPS'] });
    expect((await new Visitor(under.url).get('/')).url).toBe(`${under.url}/ops`);
    under.user = aUser({ authorities: [] });
    expect((await new Visitor(under.url).get('/')).status).toBe(403);
  });
});
