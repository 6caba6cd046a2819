import type { Request, Response } from 'express';
import { readTimeFrom } from '@throughcare/base/clock';
import { forbidden, unavailable } from '@throughcare/base/errors';
import { text } from './fields';
import { formPage } from './form-page';
import { Pages } from './pages';
import { answering } from './sent-form';
import { type Seen, Visitor } from './testing/visitor';
import { type WebUnderTest, aUser, startWeb } from './testing/web-kit';

const view = `{% extends "layout.njk" %}{% set title = "Form" %}{% block page %}
<form method="post" action="/form">{% include "form-tokens.njk" %}<input name="word" value="{{ values.word }}"></form>{% endblock %}`;
const done = '{% extends "layout.njk" %}{% set title = "Done" %}';
const MINUTE_MS = 60_000;

describe('a form that is sent', () => {
  let under: WebUnderTest;
  let visitor: Visitor;
  let calls: { word: string; once: string | undefined }[];
  let save: (word: string) => Promise<unknown>;
  let isAway: boolean;
  beforeAll(async () => {
    const pages = new Pages();
    formPage(pages, {
      path: '/form',
      may: { authority: ['ROLE_A'] },
      view: 'form.njk',
      fields: { word: text('a word', { max: 5 }) },
      load: () => (isAway ? Promise.reject(unavailable('AWAY')) : Promise.resolve({})),
      save: async ({ once }, { word }) => {
        calls.push({ word, once });
        await save(word);
        if (word === 'taken') return { problems: [{ field: 'word', text: 'It is taken' }] };
        return { goTo: `/done?number=${calls.length}`, notice: { kind: 'success', text: `Saved ${word}` } };
      },
    });
    pages.get('/done', { authority: ['ROLE_A'] }, (_request, response) => response.render('done.njk'));
    under = await startWeb({ pages }, { 'form.njk': view, 'done.njk': done });
  });
  afterAll(() => under?.close());
  beforeEach(() => {
    under.user = aUser();
    [calls, isAway, save] = [[], false, () => Promise.resolve()];
    visitor = new Visitor(under.url);
  });
  afterEach(() => readTimeFrom());

  const slowly = (ms = 300) => {
    save = () => new Promise((resolve) => setTimeout(resolve, ms));
  };
  const open = () => visitor.get('/form');
  const sendRaw = async (page: Seen, word: string) => {
    const hidden = [...page.html.matchAll(/name="(_csrf|_once)" value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value,
    ]);
    const fields = { ...(Object.fromEntries(hidden) as Record<string, string>), word };
    const answer = await visitor.once('POST', new URL('/form', under.url), new URLSearchParams(fields));
    return { status: answer.status, location: answer.headers.get('location') ?? '' };
  };

  it('is answered by a redirect and never with a page, whatever is wrong with it', async () => {
    const page = await open();
    for (const word of ['', 'too long', 'taken']) expect((await sendRaw(page, word)).status).toBe(303);
    save = () => Promise.reject(unavailable('AWAY'));
    expect((await sendRaw(page, 'x')).status).toBe(303);
    isAway = true;
    expect((await sendRaw(page, 'x')).status).toBe(303);
  });

  it('is found again with what was typed as often as it is looked at, and beside others of the same page', async () => {
    const [one, other] = [
      await visitor.send(await open(), { word: 'too long' }),
      await visitor.send(await open(), { word: '' }),
    ];
    expect(one.title).toBe('Error: Form – Throughcare');
    for (let time = 0; time < 3; time += 1) {
      expect((await visitor.get(one.url)).html).toContain('value="too long"');
      expect((await visitor.get(other.url)).html).toContain('Enter a word');
    }
    expect((await visitor.get('/form')).html).not.toContain('too long');
    expect((await new Visitor(under.url).get(one.url)).html).not.toContain('too long');
  });

  it('is shown as it is now once it is saved, and nothing of it is kept', async () => {
    const wrong = await visitor.send(await open(), { word: 'too long' });
    expect((await visitor.send(wrong, { word: 'short' })).html).toContain('Saved short');
    const back = await visitor.get(wrong.url);
    expect([back.url, back.title]).toEqual([`${under.url}/form`, 'Form – Throughcare']);
    expect(back.html).not.toMatch(/too long|short|no longer kept/);
  });

  it('is kept for half an hour, and then its page says so', async () => {
    const wrong = await visitor.send(await open(), { word: 'too long' });
    under.user = aUser({ expiresAt: Date.now() + 600 * MINUTE_MS });
    readTimeFrom(() => new Date(Date.now() + 29 * MINUTE_MS));
    expect((await visitor.get(wrong.url)).html).toContain('too long');
    readTimeFrom(() => new Date(Date.now() + 31 * MINUTE_MS));
    const late = await visitor.get(wrong.url);
    expect([late.url, late.html]).toEqual([
      `${under.url}/form`,
      expect.stringContaining('What you typed here is no longer kept.'),
    ]);
  });

  it('is of its own page alone', async () => {
    const wrong = new URL((await visitor.send(await open(), { word: 'too long' })).url);
    expect((await visitor.get(`/done${wrong.search}`)).url).toBe(`${under.url}/done`);
    for (const again of ['x', '', '0197a000-0000-4000-8000-000000000001'])
      expect((await visitor.get(`/form?again=${again}`)).url).toBe(`${under.url}/form`);
    expect((await visitor.get(`${wrong.href}&again=2`)).url).toBe(`${under.url}/form`);
  });

  it('is done once when its button is pressed twice, and both are led to the same page', async () => {
    const page = await open();
    slowly();
    const answers = await Promise.all([sendRaw(page, 'one'), sendRaw(page, 'one'), sendRaw(page, 'one')]);
    expect(calls).toHaveLength(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"status":303,"location":"/done?number=1"}']),
    );
    expect((await visitor.get('/done')).html).toContain('Saved one');
    expect((await visitor.get('/done')).html).not.toContain('Saved one');
    expect((await sendRaw(page, 'one')).location).toBe('/done?number=1');
  });

  it('is refused once when its button is pressed twice', async () => {
    const page = await open();
    slowly();
    const [first, second] = await Promise.all([sendRaw(page, 'taken'), sendRaw(page, 'taken')]);
    expect([first, calls.length]).toEqual([second, 1]);
    await sendRaw(page, 'taken');
    expect(calls).toHaveLength(2);
  });

  it('is done for each when two windows send the same, or one sends something else', async () => {
    const [page, other] = [await open(), await open()];
    slowly();
    await Promise.all([sendRaw(page, 'one'), sendRaw(other, 'one'), sendRaw(page, 'two')]);
    expect(calls.map(({ word }) => word).toSorted()).toEqual(['one', 'one', 'two']);
    expect(new Set(calls.map(({ once }) => once)).size).toBe(3);
  });

  it('is another change after it was done, and the same one while nobody knows whether it was', async () => {
    const page = await open();
    save = () => Promise.reject(unavailable('AWAY'));
    await sendRaw(page, 'one');
    save = () => Promise.resolve();
    await sendRaw(page, 'one');
    readTimeFrom(() => new Date(Date.now() + 11_000));
    await sendRaw(page, 'one');
    const [first, second, third] = calls.map(({ once }) => once);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(third).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('can be sent after an attempt that failed, or whose process is gone', async () => {
    const page = await open();
    save = () => Promise.reject(forbidden('NO'));
    expect((await sendRaw(page, 'one')).status).toBe(403);
    save = () => new Promise((resolve) => setTimeout(resolve, 3_000));
    const hanging = sendRaw(page, 'one');
    while (calls.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    save = () => Promise.resolve();
    readTimeFrom(() => new Date(Date.now() + MINUTE_MS + 1));
    expect((await sendRaw(page, 'one')).location).toBe('/done?number=3');
    await hanging;
  });

  it('changes nothing for somebody who signs out before it is looked at', async () => {
    const kept = { find: () => Promise.resolve(undefined), add: () => Promise.resolve(undefined) };
    const work = jest.fn();
    const request = { kept, originalUrl: '/form' } as unknown as Request;
    await expect(answering(work)(request, {} as Response, () => undefined)).rejects.toThrow('SIGNED_OUT');
    expect(work).not.toHaveBeenCalled();
  });

  it('can be sent again as it was where the page cannot be shown, and is on the page once that can', async () => {
    const page = await open();
    isAway = true;
    const away = await visitor.send(page, { word: 'typed' });
    expect([away.status, away.html]).toEqual([503, expect.stringContaining('Your answers have not been saved')]);
    isAway = false;
    expect((await visitor.get(away.url)).html).toMatch(/have not been saved[\s\S]*value="typed"/);
    expect((await visitor.send(away)).html).toContain('Saved typed');
  });
});
