import { notFound, unavailable } from '@throughcare/base/errors';
import { checkboxes, dayParts, notes } from './fields';
import { formPage } from './form-page';
import { Pages } from './pages';
import { Visitor } from './testing/visitor';
import { type WebUnderTest, aUser, startWeb } from './testing/web-kit';

const fields = {
  needs: checkboxes('at least one need', ['a', 'b']),
  day: dayParts('a date'),
  note: notes('a note', { max: 20_000 }),
};
const UNCONFIRMED = 'We could not confirm that your change was saved. Check before you try again.';
const view = `{% extends "layout.njk" %}{% set title = "Needs of " + who %}{% block page %}
{% from "govuk/components/checkboxes/macro.njk" import govukCheckboxes %}
<form method="post">{% include "form-tokens.njk" %}
{{ govukCheckboxes({ name: "needs", values: values.needs, items: [{ value: "a", text: "A" }, { value: "b", text: "B" }] }) }}
<textarea name="note">{{ values.note }}</textarea></form>{% endblock %}`;

describe('a page with a form', () => {
  let under: WebUnderTest;
  let visitor: Visitor;
  const saved: object[] = [];
  const sent: (string | undefined)[] = [];
  let isAway = false;
  beforeAll(async () => {
    const pages = new Pages();
    formPage(pages, {
      path: '/needs/:who',
      may: { authority: ['ROLE_A'] },
      maySave: { authority: ['ROLE_B'] },
      view: 'needs.njk',
      fields,
      load: ({ params: { who = '' } }) => {
        if (who === 'nobody') return Promise.reject(notFound('NOBODY'));
        if (isAway) return Promise.reject(unavailable('UPSTREAM_TIMEOUT'));
        if (who === 'moved') return Promise.resolve({ goTo: '/done', notice: { kind: 'important', text: 'Moved' } });
        return Promise.resolve({ who });
      },
      begin: ({ who }) => ({ note: `about ${who}` }),
      save: ({ user, once }, data, { who }) => {
        sent.push(once);
        if (data.note.startsWith('lost'))
          return Promise.reject(unavailable('UPSTREAM_TIMEOUT', { detail: 'The service took too long.' }));
        if (data.note === 'twice')
          return Promise.resolve({ problems: [{ field: 'note', text: 'It is there already' }] });
        saved.push({ by: user.username, who, ...data });
        return Promise.resolve({ goTo: '/done', notice: { kind: 'success', text: 'Needs saved' } });
      },
    });
    pages.get('/done', { authority: ['ROLE_A'] }, (_request, response) => response.render('done.njk'));
    under = await startWeb(
      { pages },
      { 'needs.njk': view, 'done.njk': '{% extends "layout.njk" %}{% set title = "Done" %}' },
    );
    visitor = new Visitor(under.url);
  });
  afterAll(() => under?.close());
  beforeEach(() => {
    under.user = aUser({ authorities: ['ROLE_A', 'ROLE_B'] });
  });

  const day = { 'day-day': '1', 'day-month': '2', 'day-year': '2027' };
  const show = () => visitor.get('/needs/X');
  const send = async (sent: Record<string, string | string[]>) => visitor.send(await show(), sent);

  it('is shown with what stands in it at first', async () => {
    const { status, title, html } = await show();
    expect([status, title]).toEqual([200, 'Needs of X – Throughcare']);
    expect(html).toContain('about X');
  });

  it('takes nothing in the address that it is sent to, and does not lead there again', async () => {
    for (const query of ['?key=A9001AA', '?constructor=A9001AA', '?again=A9001AA&note=A9001AA']) {
      const { status, url, html } = await visitor.sendTo(await show(), `/needs/X${query}`, { day: '', note: 'typed' });
      expect([status, url]).toEqual([400, `${under.url}/needs/X${query}`]);
      expect(html).not.toContain('A9001AA');
    }
    expect(saved).toEqual([]);
  });

  it('F-060: comes back with both boxes ticked and what to do', async () => {
    const { status, title, html } = await send({ needs: ['a', 'b'], day: '', note: 'typed' });
    expect([status, title]).toEqual([200, 'Error: Needs of X – Throughcare']);
    expect(html).toContain('<a href="#day-day">Enter a date</a>');
    expect(html.match(/type="checkbox" value="[ab]" checked/g)).toHaveLength(2);
    expect(html).toContain('>typed</textarea>');
    expect(saved).toEqual([]);
  });

  it('saves, goes on, and says so once', async () => {
    const { url, html } = await send({ needs: 'b', note: 'x', ...day });
    expect(saved).toEqual([{ by: 'CAST_01', who: 'X', needs: ['b'], day: '2027-02-01', note: 'x' }]);
    expect(url).toBe(`${under.url}/done`);
    expect(html).toContain('Needs saved');
    expect((await visitor.get('/done')).html).not.toContain('Needs saved');
  });

  it('comes back with what the service refuses', async () => {
    const { html } = await send({ needs: 'b', note: 'twice', ...day });
    expect(html).toContain('<a href="#note">It is there already</a>');
    expect(html).toContain('>twice</textarea>');
  });

  it('comes back with what was typed, as the same change, where nobody knows whether it was saved', async () => {
    const before = saved.length;
    const { status, title, html, url } = await send({ needs: ['a', 'b'], note: 'lost', ...day });
    expect([status, title]).toEqual([200, 'Error: Needs of X – Throughcare']);
    expect(html).toContain(`The service took too long. ${UNCONFIRMED}`);
    expect(html).toContain('>lost</textarea>');
    expect(html.match(/type="checkbox" value="[ab]" checked/g)).toHaveLength(2);
    expect(saved).toHaveLength(before);
    const again = await visitor.send(
      { status, title, html, url, headers: new Headers() },
      { needs: 'a', note: 'x', ...day },
    );
    expect(again.url).toBe(`${under.url}/done`);
    const [first, second] = sent.slice(-2);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).toBe(first);
  });

  it('can be sent again as it was where what it needs cannot be loaded', async () => {
    const page = await show();
    isAway = true;
    const away = await visitor.send(page, { needs: ['a', 'b'], note: 'one\n"two"', ...day });
    isAway = false;
    expect(away.status).toBe(503);
    expect(away.html).toContain('Your answers have not been saved: a system this page needs is not responding.');
    expect(away.html.match(/name="needs" value="[ab]"/g)).toHaveLength(2);
    expect((await visitor.send(away)).url).toBe(`${under.url}/done`);
    expect(saved.at(-1)).toMatchObject({ needs: ['b'], note: 'one\n"two"' });
    expect(sent.at(-1)).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('leads elsewhere where it is for nobody any more, and says why', async () => {
    const { url, html } = await visitor.get('/needs/moved');
    expect(url).toBe(`${under.url}/done`);
    expect(html).toContain('Moved');
    expect((await visitor.sendTo(await show(), '/needs/moved', {})).url).toBe(`${under.url}/done`);
  });

  it('F-061: takes what its fields allow however it is encoded, and says which is too long', async () => {
    const note = '€'.repeat(20_000);
    expect((await send({ needs: 'b', note, ...day })).url).toBe(`${under.url}/done`);
    const { html } = await send({ needs: 'b', note: `${note}€`, ...day });
    expect(html).toContain('A note must be 20,000 characters or fewer. You have 20,001');
    expect((await send({ needs: 'b', note: 'x'.repeat(2_000_000), ...day })).status).toBe(413);
  });

  it('is not there where there is nothing to show, also when it is sent', async () => {
    expect((await visitor.get('/needs/nobody')).status).toBe(404);
    expect((await visitor.sendTo(await show(), '/needs/nobody', {})).status).toBe(404);
  });

  it('is looked at and sent by those who may', async () => {
    const page = await show();
    under.user = aUser({ authorities: ['ROLE_A'] });
    expect([(await show()).status, (await visitor.send(page, {})).status]).toEqual([200, 403]);
    under.user = aUser({ authorities: ['ROLE_C'] });
    expect((await show()).status).toBe(403);
  });

  it('changes nothing without the token of its session', async () => {
    const before = saved.length;
    expect((await visitor.post('/needs/X', { needs: 'b', note: 'x', ...day })).status).toBe(403);
    expect(saved).toHaveLength(before);
  });
});
