import type { Form, Page, Task } from '@throughcare/forms/form';
import { checkAnswers, openPage, pageAfter, pageBefore, taskList } from './progress.rules';

const facts = { today: '2026-03-02', known: { isNational: true } };
const page = (slug: string, next: string | null, over: Partial<Page> = {}): Page => ({
  slug,
  title: slug,
  next: { otherwise: next },
  questions: [{ field: slug, kind: 'text', text: `What is ${slug}?`, required: true }],
  ...over,
});
const first: Task = {
  slug: 'first',
  title: 'First part',
  first: 'one',
  opensAfter: [],
  pages: [
    page('one', 'hidden'),
    page('hidden', 'two', { hiddenIf: { fact: 'isNational' } }),
    page('two', null),
    page('mend', 'two', { corrects: { page: 'two', field: 'two' } }),
  ],
};
const second: Task = {
  slug: 'second',
  title: 'Second part',
  first: 'day',
  opensAfter: ['first'],
  pages: [page('day', null, { questions: [{ field: 'day', kind: 'day', text: 'When?', required: true }] })],
};
const form: Form = { name: 'f', version: 1, sections: [{ slug: 's', title: 'Section', tasks: [first, second] }] };
const [one, hidden, two, mend] = first.pages as readonly [Page, Page, Page, Page];
const answered = { first: { one: { one: 'x' } } };
const whole = { first: { one: { one: 'x' }, two: { two: 'y' } }, second: { day: { day: '2026-03-02' } } };

describe('the way through a task', () => {
  it('passes what is hidden, and ends', () => {
    expect(pageAfter(first, one, answered, facts)).toBe('two');
    expect(pageAfter(first, one, answered, { today: facts.today })).toBe('hidden');
    expect(pageAfter(first, hidden, answered, facts)).toBe('two');
    expect(pageAfter(first, two, answered, facts)).toBeUndefined();
  });

  it('leads on from a page that puts another right, also before the pages in front of it are answered', () => {
    expect(pageAfter(first, mend, {}, facts)).toBe('two');
    expect(pageBefore(first, mend, answered, facts)).toBe('two');
  });

  it('leads back to the page before, or out of the task', () => {
    expect(pageBefore(first, two, answered, facts)).toBe('one');
    expect(pageBefore(first, one, answered, facts)).toBeUndefined();
  });

  it('begins where something is still wanted', () => {
    expect([{}, answered, whole].map((answers) => openPage(first, answers, facts))).toEqual(['one', 'two', 'one']);
    expect(openPage(first, { first: { one: { one: '' }, two: { two: 'y' } } }, facts)).toBe('one');
  });
});

describe('the task list', () => {
  const shown = (answers: object) => {
    const { sections, done, total, continueHref } = taskList('/f/1', form, answers, facts);
    const states = sections.flatMap(({ tasks }) => tasks.map(({ status, href }) => [status.text, href]));
    return { states, done, total, continueHref };
  };

  it('locks nothing: a part may be filled in before those in front of it', () => {
    expect(shown({})).toEqual({
      states: [
        ['Not started', '/f/1/first/one'],
        ['Not started', '/f/1/second/day'],
      ],
      done: 0,
      total: 2,
      continueHref: '/f/1/first/one',
    });
  });

  it('says how far each part is, and what comes next', () => {
    expect(shown(answered)).toMatchObject({ done: 0, continueHref: '/f/1/first/two' });
    expect(shown(answered).states[0]).toEqual(['In progress', '/f/1/first/two']);
    expect(shown({ second: whole.second })).toMatchObject({ done: 1, continueHref: '/f/1/first/one' });
  });

  it('leads nowhere when all is done', () => {
    expect(shown(whole)).toMatchObject({ done: 2, total: 2, continueHref: undefined });
  });
});

describe('all answers', () => {
  it('stand part by part, days in words, each with a way to change it', () => {
    const { tasks, missing } = checkAnswers('/f/1', form, whole, facts);
    expect(missing).toEqual([]);
    expect(tasks.map(({ title, rows }) => [title, rows.map(({ text, values, href }) => [text, values, href])])).toEqual(
      [
        [
          'First part',
          [
            ['What is one?', ['x'], '/f/1/first/one?from=check'],
            ['What is two?', ['y'], '/f/1/first/two?from=check'],
          ],
        ],
        ['Second part', [['When?', ['2 March 2026'], '/f/1/second/day?from=check']]],
      ],
    );
  });

  it('name the parts that want something', () => {
    const { missing } = checkAnswers('/f/1', form, answered, facts);
    expect(missing).toEqual([
      { text: 'First part', href: '/f/1/first/two?from=check' },
      { text: 'Second part', href: '/f/1/second/day?from=check' },
    ]);
  });
});
