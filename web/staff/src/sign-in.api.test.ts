import { staffApp } from './staff-app';
import { type ConsoleUnderTest, startConsole } from './testing/console-kit';
import { mayBy } from '@throughcare/web/visit/may';
import { Visitor } from '@throughcare/web/testing/visitor';

const ID = '0197a000-0000-7000-8000-000000000001';
const pathOf = (path: string) =>
  path
    .replace(':service', 'booking')
    .replace(':consumer', 'booking.tables')
    .replace(/:(id|plan)/, ID);
const NOWHERE = 'http://127.0.0.1:2';
const { list } = staffApp({ API_URL: NOWHERE, THROUGHCARE_SERVICES: [], TRACE_URL: undefined }).pages;
const console = list.filter(({ path }) => path.startsWith('/operations'));
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

describe('who may see a page', () => {
  let under: ConsoleUnderTest;
  beforeAll(async () => {
    under = await startConsole();
  }, 60_000);
  afterAll(() => under?.close());
  const asked = (visitor: Visitor, method: string, path: string) =>
    visitor.once(method, new URL(pathOf(path), under.url), method === 'POST' ? new URLSearchParams() : undefined);

  it('is asked to sign in first, and led back to the page', async () => {
    const visitor = new Visitor(under.url);
    const first = await visitor.once('GET', new URL('/operations', under.url));
    expect([first.status, first.headers.get('location')]).toEqual([303, '/sign-in']);
    const picking = await visitor.get('/operations?refresh=on');
    expect(picking.html).toContain('Or sign in as');
    const page = await visitor.send(picking, { username: 'CAST_21' });
    expect(page.url).toBe(`${under.url}/operations?refresh=on`);
    expect(page.title).toBe('Overview – Throughcare operations');
    expect(page.headers.get('refresh')).toBe('15');
  });

  it.each(list.map(nameOf))('is nobody who is not signed in: %s', async (route) => {
    const [method = '', path = ''] = route.split(' ');
    const answer = await asked(new Visitor(under.url), method, path);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in']);
  });

  it('is nobody without a role of operations, on any page', async () => {
    const visitor = await Visitor.signedIn(under.url, 'CAST_01');
    for (const { method, path } of console.filter((page) => page.method === 'GET')) {
      expect([path, (await asked(visitor, method, path)).status]).toEqual([path, 403]);
    }
    const page = await visitor.get('/operations');
    expect([page.status, page.title]).toEqual([403, 'You do not have access to this page – Throughcare operations']);
    for (const { path } of console.filter((each) => each.method === 'POST')) {
      expect([path, (await visitor.sendTo(page, pathOf(path), {})).status]).toEqual([path, 403]);
    }
  });

  it('is a reader for looking only', async () => {
    const visitor = await Visitor.signedIn(under.url, 'CAST_21');
    const page = await visitor.get('/operations');
    const changes = console.filter(({ may }) => !mayBy(may, { user: { authorities: ['ROLE_THROUGHCARE__OPS'] } }));
    expect(changes.length).toBeGreaterThan(10);
    for (const { method, path } of changes) {
      const seen = method === 'GET' ? await visitor.get(pathOf(path)) : await visitor.sendTo(page, pathOf(path), {});
      expect([nameOf({ method, path }), seen.status]).toEqual([nameOf({ method, path }), 403]);
    }
    const consumer = await visitor.get('/operations/consumers/booking/booking.tables');
    expect(consumer.status).toBe(200);
    expect(consumer.html).not.toContain('/pause');
  });

  it('is nobody whose form has no token of their session', async () => {
    const visitor = await Visitor.signedIn(under.url, 'CAST_20');
    for (const fields of [{ reason: 'x' }, { reason: 'x', _csrf: 'guessed' }]) {
      const seen = await visitor.post('/operations/consumers/booking/booking.tables/pause', fields);
      expect([seen.status, seen.title]).toEqual([403, 'This form is out of date – Throughcare operations']);
    }
    const { html } = await visitor.get('/operations/consumers/booking/booking.tables');
    expect(html).toContain('Running');
  });
});

describe('a session', () => {
  let under: ConsoleUnderTest;
  beforeAll(async () => {
    under = await startConsole();
  }, 60_000);
  afterAll(() => under?.close());
  let visitor: Visitor;
  beforeEach(async () => {
    visitor = await Visitor.signedIn(under.url, 'CAST_20');
  });

  it('goes on with a new token when the old one expires', async () => {
    await under.changeUsers({ expiresAt: 0 });
    const page = await visitor.get('/operations');
    expect([page.status, page.url]).toEqual([200, `${under.url}/operations`]);
    expect(page.html).toContain('booking.tables');
  });

  it('ends when no new token can be had, and leads back after sign-in', async () => {
    await under.changeUsers({ expiresAt: 0, refreshToken: 'spent' });
    const picking = await visitor.get('/operations/replays');
    expect(picking.html).toContain('Or sign in as');
    expect((await visitor.send(picking, { username: 'CAST_20' })).url).toBe(`${under.url}/operations/replays`);
  });

  it('ends after twelve hours, however often pages were looked at', async () => {
    await under.changeUsers({ signedInAt: Date.now() - 12 * 3_600_000 - 1 });
    expect((await visitor.get('/operations')).html).toContain('Or sign in as');
  });

  it('that ended before a form was sent changes nothing, and says so', async () => {
    const form = await visitor.get('/operations/consumers/booking/booking.tables/pause');
    await under.changeUsers({ signedInAt: 0 });
    const picking = await visitor.send(form, { reason: 'too late' });
    const page = await visitor.send(picking, { username: 'CAST_20' });
    expect(page.url).toBe(`${under.url}/operations/consumers/booking/booking.tables/pause`);
    expect(page.html).toContain('Nothing was changed: you had been signed out');
    expect(page.html).toContain('What you typed was not kept');
    expect((await visitor.get('/operations')).html).not.toContain('Nothing was changed');
    expect((await visitor.get('/operations/consumers/booking/booking.tables')).html).toContain('Running');
  });

  it('F-014: is not stored for visitors who have not signed in, and theirs still lead where they wanted', async () => {
    const count = async () =>
      (await under.pair.sql<{ n: number }>('select count(*)::int as n from staff.web_session'))[0]?.n;
    const before = await count();
    for (const path of ['/', '/operations', '/sign-in', '/sign-in/callback?state=x']) {
      for (let time = 0; time < 5; time += 1) await fetch(under.url + path, { redirect: 'manual' });
    }
    const form = await fetch(`${under.url}/operations/events/search`, { method: 'POST', body: '', redirect: 'manual' });
    expect(form.headers.get('set-cookie')).toMatch(
      /^throughcare-sign-in=[^;]+; Max-Age=900; Path=\/; .*HttpOnly; SameSite=Lax$/,
    );
    expect(await count()).toBe(before);
  });

  it('F-010: holds no token that whoever reads the table could use', async () => {
    const rows = await under.pair.sql<{ row: string }>('select s::text as row from staff.web_session s');
    expect(rows.length).toBeGreaterThan(0);
    for (const { row } of rows) expect(row).not.toMatch(/token|eyJ\w+\.|CAST_20|username/i);
  });

  it('is over after signing out', async () => {
    const page = await visitor.get('/operations');
    await visitor.send(page, {}, '/sign-out');
    const again = await visitor.once('GET', new URL('/operations', under.url));
    expect(again.headers.get('location')).toBe('/sign-in');
  });

  it('has a name that scripts and other sites do not get, and a new one after sign-in', async () => {
    const stranger = new Visitor(under.url);
    const before = await stranger.once('GET', new URL('/sign-in', under.url));
    expect(before.headers.getSetCookie().join()).toMatch(/HttpOnly; SameSite=Lax/);
    const first = stranger.cookie('throughcare-staff');
    await stranger.send(await stranger.get('/'), { username: 'CAST_20' });
    expect(stranger.cookie('throughcare-staff')).not.toBe(first);
  });

  it('is not opened by a code that came from elsewhere', async () => {
    const stranger = new Visitor(under.url);
    expect((await stranger.get('/sign-in/callback?code=abc&state=def')).status).toBe(401);
    await stranger.once('GET', new URL('/sign-in', under.url));
    const forged = await stranger.get('/sign-in/callback?code=abc&state=def');
    expect([forged.status, forged.title]).toEqual([401, 'You could not be signed in – Throughcare']);
    expect((await stranger.get('/operations')).html).toContain('Or sign in as');
  });

  it('leads nowhere else', async () => {
    const stranger = new Visitor(under.url);
    const picking = await stranger.get(`${under.url}//elsewhere.example/operations`);
    const page = await stranger.send(picking, { username: 'CAST_20' });
    expect(new URL(page.url).origin).toBe(under.url);
  });
});
