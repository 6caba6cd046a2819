import { Pages } from '../pages';
import { Visitor } from '../testing/visitor';
import { type WebUnderTest, aUser, startWeb } from '../testing/web-kit';

/** A page that waits until it is let go, having seen its session before. */
const slowPage = () => {
  let arrived = () => undefined as void;
  let release = () => undefined as void;
  const isThere = new Promise<void>((resolve) => (arrived = resolve));
  const mayGo = new Promise<void>((resolve) => (release = resolve));
  const wait = () => {
    arrived();
    return mayGo;
  };
  return { isThere, wait, release: () => release() };
};

describe('requests of one session at the same time', () => {
  let under: WebUnderTest;
  let visitor: Visitor;
  let slow: ReturnType<typeof slowPage>;
  const pages = new Pages();
  const may = { authority: ['ROLE_A'] } as const;
  beforeAll(async () => {
    pages.get('/slow', may, async (request, response) => {
      await slow.wait();
      request.session.me = { at: 1, username: 'slow' };
      response.redirect(303, '/page');
    });
    pages.get('/slow-page', may, async (request, response) => {
      await slow.wait();
      request.session.me = { at: 1, username: 'slow' };
      response.render('page.njk');
    });
    pages.get('/tell/:who', may, (request, response) => {
      request.session.notices = {
        ...request.session.notices,
        [`/page/${String(request.params['who'])}`]: { kind: 'success', text: `For ${String(request.params['who'])}` },
      };
      response.render('page.njk');
    });
    pages.get('/page', may, (_request, response) => response.render('page.njk'));
    pages.get('/page/:who', may, (_request, response) => response.render('page.njk'));
    under = await startWeb({ pages }, { 'page.njk': '{% extends "layout.njk" %}{% set title = "Page" %}' });
  });
  afterAll(() => under?.close());
  beforeEach(async () => {
    under.user = aUser();
    slow = slowPage();
    visitor = new Visitor(under.url);
    await visitor.get('/page');
  });
  const count = async () => (await under.sql<{ n: number }>('select count(*)::int as n from web_session'))[0]?.n;

  it.each(['/slow', '/slow-page'])('signing out in one is not undone by a slow other: %s', async (path) => {
    const page = await visitor.get('/page');
    const waiting = visitor.once('GET', new URL(path, under.url));
    await slow.isThere;
    await visitor.once(
      'POST',
      new URL('/sign-out', under.url),
      new URLSearchParams({ _csrf: /name="_csrf" value="([^"]*)"/.exec(page.html)?.[1] ?? '' }),
    );
    const after = await count();
    slow.release();
    expect((await waiting).status).toBeLessThan(400);
    expect(await count()).toBe(after);
  });

  it('what one stores is not overwritten by a slow other, and both keep what they changed', async () => {
    const waiting = visitor.once('GET', new URL('/slow', under.url));
    await slow.isThere;
    await Promise.all(['a', 'b', 'c', 'd'].map((who) => visitor.get(`/tell/${who}`)));
    slow.release();
    await waiting;
    for (const who of ['a', 'b', 'c', 'd']) {
      expect((await visitor.get(`/page/${who}`)).html).toContain(`For ${who}`);
      expect((await visitor.get(`/page/${who}`)).html).not.toContain(`For ${who}`);
    }
  });

  it('a new sign-in that one stores counts for a slow other', async () => {
    const old = under.user;
    const waiting = visitor.once('GET', new URL('/slow', under.url));
    await slow.isThere;
    under.user = aUser({ name: 'Renewed Worker' });
    await visitor.get('/page');
    slow.release();
    await waiting;
    expect(old.name).toBe('Staffan Worker');
    const [row] = await under.sql<{ sealed: string }>(
      "select sess ->> 'sealed' as sealed from web_session order by expire desc limit 1",
    );
    expect(JSON.parse(under.open(row?.sealed ?? '') ?? '')).toMatchObject({
      user: { name: 'Renewed Worker' },
      me: { username: 'slow' },
    });
  });
});
