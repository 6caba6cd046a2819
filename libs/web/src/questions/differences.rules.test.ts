import { pageOf, tasksOf } from '@throughcare/forms/form';
import { form } from './all-kinds.fixture';
import { differencesOf } from './differences.rules';

const [kinds] = tasksOf(form);
const facts = { today: '2026-03-02', options: () => [{ value: 'north', text: 'The North' }] };
const between = (slug: string, typed: Record<string, string | string[]>, stored: Record<string, unknown>) => {
  const page = kinds && pageOf(kinds, slug);
  if (!page) throw new Error(`no page ${slug}`);
  return differencesOf(page, facts, typed, stored);
};

describe('what two windows said differently', () => {
  it('is said in the words of the page, each thing that was ticked by its own', () => {
    expect(between('needs', { needs: ['a', 'b'] }, { needs: ['none'] })).toEqual([
      { text: 'What is the needs?', yours: 'Need A, Need B', saved: 'None' },
    ]);
    expect(between('place', { region: 'north' }, { region: '' })).toEqual([
      { text: 'What is the region?', yours: 'The North', saved: '' },
    ]);
  });

  it('has days as days, and what is no day as it was typed', () => {
    const stored = { day: '2026-03-02', 'day-day': '2', 'day-month': '3', 'day-year': '2026' };
    expect(between('needs', { 'day-day': '4', 'day-month': '', 'day-year': '2026' }, stored)).toEqual([
      { text: 'Since when?', yours: '4 2026', saved: '2 March 2026' },
    ]);
  });

  it('leaves out what both said, and what nobody typed', () => {
    expect(between('who', { name: 'Ann', email: 'a@b' }, { name: 'Ann', email: 'c@d' })).toEqual([
      { text: 'What is the email?', yours: 'a@b', saved: 'c@d' },
    ]);
    expect(between('known', {}, { team: 'Red' })).toEqual([]);
  });
});
