import type { PageAnswers } from '@throughcare/forms/form';
import { unavailable } from '@throughcare/base/errors';
import { Pages } from '../pages';
import { Visitor } from '../testing/visitor';
import { type WebUnderTest, startWeb } from '../testing/web-kit';
import { form } from './all-kinds.fixture';
import { type Draft, questionPages, withPage } from './question-pages';

const UNCONFIRMED = 'We could not confirm that your change was saved. Check before you try again.';

interface Stored extends Draft {
  readonly revision: number;
}

describe('pages of a form', () => {
  let under: WebUnderTest;
  let visitor: Visitor;
  let answers: PageAnswers;
  let revision: number;
  let beforeLoad: (() => void) | undefined;
  let beforeSave: (() => void) | undefined;
  const lists: Record<string, { value: string; text: string }[]> = { regions: [{ value: 'r1', text: 'London' }] };
  beforeAll(async () => {
    const pages = new Pages();
    questionPages<Stored>(pages, {
      path: '/form/:id',
      may: { authority: ['ROLE_A'] },
      form,
      title: 'The form',
      load: () => {
        beforeLoad?.();
        return Promise.resolve({ answers, revision, facts: { today: '2026-03-02', options: (list) => lists[list] } });
      },
      derive: (_draft, at) => (at.page.slug === 'known' ? { team: 'Team One', alerts: [{ kind: 'Alert one' }] } : {}),
      save: (_visit, draft, at, given) => {
        beforeSave?.();
        if (draft.revision !== revision) return Promise.resolve('changed');
        answers = withPage(answers, at, given);
        revision += 1;
        return Promise.resolve('saved');
      },
    });
    under = await startWeb({ pages });
  });
  afterAll(() => under?.close());
  beforeEach(() => {
    [answers, revision, beforeLoad, beforeSave] = [{}, 1, undefined, undefined];
    visitor = new Visitor(under.url);
  });
  const open = (slug: string, query = '') => visitor.get(`/form/7/kinds/${slug}${query}`);
  const fill = async (slug: string, typed: Record<string, string | string[]>) => visitor.send(await open(slug), typed);
  const stored = (slug: string) => (answers['kinds'] as Record<string, PageAnswers> | undefined)?.[slug];
  const day = { 'day-day': '1', 'day-month': '2', 'day-year': '2026' };
  const errorsOf = (html: string) =>
    [...html.matchAll(/<li>\s*<a href="(#[^"]*)">([^<]*)/g)].map(([, href, text]) => [href, text]);

  it('F-060: come back with every tick and the sentence of the catalogue', async () => {
    const { status, html, title } = await fill('needs', { needs: ['a', 'b'], detail: '', ...day, 'day-day': '' });
    expect([status, title]).toEqual([200, 'Error: Page needs – Throughcare']);
    expect(errorsOf(html)).toEqual([
      ['#detail', 'Enter the detail'],
      ['#day-day', 'Date must be a real date'],
    ]);
    expect(html.match(/ checked/g)).toHaveLength(2);
    expect(answers).toEqual({});
  });

  it('say which answers do not go together, and which is too long', async () => {
    const both = await fill('needs', { needs: ['b', 'none'], ...day });
    expect(errorsOf(both.html)).toEqual([['#needs', 'Select either needs or “None”']]);
    const long = await fill('needs', { needs: 'a', detail: 'x'.repeat(21), ...day });
    expect(errorsOf(long.html)).toEqual([['#detail', 'Your answer must be 20 characters or fewer. You have 21']]);
    expect(long.html).toContain(`>${'x'.repeat(21)}</textarea>`);
  });

  it('save what was typed as existing clients keep it, and go on', async () => {
    const { url } = await fill('needs', { needs: 'a', detail: ' one\r\ntwo ', ...day });
    expect(url).toBe(`${under.url}/form/7/kinds/agrees`);
    expect(stored('needs')).toEqual({
      needs: ['a'],
      detail: 'one\ntwo',
      day: '2026-02-01',
      ...day,
    });
    const again = await open('needs');
    expect(again.html).toContain('value="a" checked');
    expect(again.html).toMatch(/name="day-year"[^>]* value="2026"/);
  });

  it('keep and show nothing that nobody sees', async () => {
    const wrong = await fill('needs', { needs: 'a', detail: '\u202done\u202c', 'day-day': '' });
    expect(wrong.html).toMatch(/name="detail"[^>]*>one<\/textarea>/);
    await visitor.send(wrong, { needs: 'a', detail: '\u202done\u202c', ...day });
    expect(stored('needs')).toMatchObject({ detail: 'one' });
  });

  it('come back with what was typed where nobody knows whether it was saved', async () => {
    const mine = await open('needs');
    beforeSave = () => {
      throw unavailable('UPSTREAM_TIMEOUT');
    };
    const { status, html, title } = await visitor.send(mine, { needs: 'a', detail: 'an hour of words', ...day });
    expect([status, title]).toEqual([200, 'Error: Page needs – Throughcare']);
    expect(html).toContain(UNCONFIRMED);
    expect(html).toContain('>an hour of words</textarea>');
    beforeSave = undefined;
    expect((await visitor.send({ ...mine, html }, { needs: 'b', ...day })).url).toContain('/agrees');
    expect(stored('needs')).toMatchObject({ needs: ['b'] });
  });

  it('can be sent again as they were where the draft cannot be loaded', async () => {
    const mine = await open('needs');
    beforeLoad = () => {
      throw unavailable('UPSTREAM_UNREACHABLE');
    };
    const { status, html } = await visitor.send(mine, { needs: ['a', 'b'], detail: 'one\n"two"', ...day });
    expect(status).toBe(503);
    expect(html).toContain('Your answers have not been saved: a system this page needs is not responding.');
    expect(answers).toEqual({});
    beforeLoad = undefined;
    expect((await visitor.send({ ...mine, html })).url).toContain('/agrees');
    expect(stored('needs')).toMatchObject({ needs: ['b'], detail: 'one\n"two"', day: '2026-02-01' });
  });

  it('lead where the answer leads, and back', async () => {
    const agreed = await fill('agrees', { agrees: 'yes' });
    expect(agreed.url).toBe(`${under.url}/form/7/kinds/place`);
    const blocked = await fill('agrees', { agrees: 'no' });
    expect(blocked.html).toContain('You cannot go on until they agree.');
    expect(blocked.html).not.toContain('Save and continue');
  });

  it('keep half an answer for later, also a wrong one', async () => {
    const seen = await fill('needs', {
      needs: 'b',
      'day-day': '31',
      'day-month': '2',
      'day-year': '2026',
      then: 'later',
    });
    expect(seen.url).toBe(`${under.url}/form/7`);
    expect(seen.html).toContain('Your answers are saved. You can come back to them later.');
    expect(stored('needs')).toMatchObject({ needs: ['b'], day: '2026-2-31', 'day-day': '31' });
    expect((await open('needs')).html).toMatch(/name="day-day"[^>]* value="31"/);
  });

  it.each([
    ['agrees', 'What is the agrees?'],
    ['team', 'What is the team?'],
    ['who', 'Page who'],
    ['known', 'Page known'],
    ['blocked', 'Page blocked'],
  ])('have in their title what their heading says: %s', async (slug, heading) => {
    const { html, title } = await open(slug);
    expect(title).toBe(`${heading} – Throughcare`);
    expect(
      [...html.matchAll(/<h1[^>]*>([\s\S]*?)<\/h1>/g)].map(([, said]) => said?.replace(/<[^>]*>/g, '').trim()),
    ).toEqual([heading]);
  });

  it('have a template for each kind of question', async () => {
    const radios = await fill('place', { region: 'r1' });
    expect(radios.html).toContain('The list could not be loaded.');
    expect(radios.html).toMatch(/<h1[^>]*>What is the unit\?<\/h1>/);
    lists['units'] = [{ value: 'u1', text: 'Croydon' }];
    expect((await open('unit')).html).toMatch(/<option value="u1">\s*Croydon/);
    expect((await fill('unit', { unit: 'gone' })).title).toMatch(/^Error: /);
    expect((await fill('unit', { unit: 'u1' })).url).toBe(`${under.url}/form/7/kinds/home`);
    const address = {
      'home-addressLine1': '1 High Street',
      'home-addressTown': 'Ipswich',
      'home-addressPostcode': 'x',
    };
    const wrong = await fill('home', address);
    expect(errorsOf(wrong.html)).toEqual([['#home-addressPostcode', 'Enter a full UK postcode, like IP1 1AA']]);
    expect(wrong.html).toContain('value="1 High Street"');
    await fill('home', { ...address, 'home-addressPostcode': 'IP1 1AA' });
    expect(stored('home')).toMatchObject({ home: { addressLine1: '1 High Street', addressPostcode: 'IP1 1AA' } });
    const who = await fill('who', { name: 'far too long', email: 'none' });
    expect(errorsOf(who.html)).toEqual([
      ['#name', 'Your answer must be 5 characters or fewer. You have 12'],
      ['#email', 'Your answer must be in the correct format'],
    ]);
    expect(who.html).toContain('type="email"');
    expect(who.html).toContain('(optional)');
    const length = await fill('length', { years: 'x', days: '' });
    expect(errorsOf(length.html)).toEqual([['#years', 'Length must be a number']]);
  });

  it('show what is known and what was fetched, with a way to put it right', async () => {
    const { html } = await open('known');
    for (const part of ['Team One', 'Alert one', 'href="/form/7/kinds/team"']) expect(html).toContain(part);
    expect(html).not.toContain('Hidden');
    await fill('known', {});
    expect(stored('known')).toEqual({ team: 'Team One', alerts: [{ kind: 'Alert one' }] });
    expect((await fill('team', { team: 'Team Two' })).html).toContain('Team Two');
  });

  it('say that another window saved the page, and show both', async () => {
    const mine = await open('agrees');
    await fill('agrees', { agrees: 'no' });
    const { html } = await visitor.send(mine, { agrees: 'yes' });
    expect(html).toContain('This page was saved in another window');
    expect(html).toMatch(/Yours:<\/strong> <span[^>]*>Yes<[\s\S]*Saved:<\/strong> <span[^>]*>No</);
    expect(stored('agrees')).toEqual({ agrees: 'no' });
    const again = await visitor.send({ ...mine, html }, { agrees: 'yes' });
    expect([again.status, stored('agrees')]).toEqual([200, { agrees: 'yes' }]);
  });

  it('are no conflict where another page was saved, or the same answer', async () => {
    const mine = await open('agrees');
    await fill('place', { region: 'r1' });
    expect((await visitor.send(mine, { agrees: 'yes' })).status).toBe(200);
    expect((await visitor.send(mine, { agrees: 'yes' })).status).toBe(200);
    expect(stored('place')).toEqual({ region: 'r1' });
  });

  it('ask again where somebody saves between the look and the save', async () => {
    const mine = await open('agrees');
    beforeSave = () => {
      beforeSave = undefined;
      answers = { kinds: { place: { region: 'r1' } } };
      revision += 1;
    };
    expect((await visitor.send(mine, { agrees: 'yes' })).status).toBe(200);
    expect(answers['kinds']).toEqual({ place: { region: 'r1' }, agrees: { agrees: 'yes' } });
    beforeSave = () => (revision += 1);
    expect((await fill('agrees', { agrees: 'no' })).status).toBe(409);
  });

  it('stand in a task list that says how far each part is', async () => {
    await fill('needs', { needs: 'b', ...day });
    const { html } = await visitor.get('/form/7');
    expect(html).toContain('0 of 2 parts completed.');
    expect(html).toContain('In progress');
    expect(html).toContain('href="/form/7/kinds/agrees"');
    await visitor.send(await visitor.get('/form/7/last/word'), { word: 'x' });
    expect((await visitor.get('/form/7')).html).toContain('1 of 2 parts completed.');
  });

  it('can all be checked, and changed from there', async () => {
    await fill('needs', { needs: 'b', ...day });
    const { html } = await visitor.get('/form/7/check');
    for (const part of ['Need B', '1 February 2026', 'Not answered', '2 parts still need an answer'])
      expect(html).toContain(part);
    expect(html).toContain('href="/form/7/kinds/needs?from=check"');
    await fill('agrees', { agrees: 'yes' });
    const changed = await visitor.send(await open('needs', '?from=check'), { needs: 'none', ...day });
    expect(changed.url).toBe(`${under.url}/form/7/check`);
  });

  it('are only those of the catalogue', async () => {
    for (const path of ['/form/7/kinds/never', '/form/7/never/needs'])
      expect((await visitor.get(path)).status).toBe(404);
  });
});
