import type { Page, Question } from '@throughcare/forms/form';
import type { Values } from '../fields';
import { givenFrom } from './given.rules';
import { pageProblems } from './problems.rules';
import { fieldsOf } from './question-fields';

const ask = (field: string, kind: Question['kind'], over: Partial<Question> = {}): Question => ({
  field,
  kind,
  text: field,
  required: true,
  errors: { empty: `Enter ${field}`, invalid: `${field} is not right` },
  ...over,
});
const page = (questions: readonly Question[], over: Partial<Page> = {}): Page => ({
  slug: 'p',
  title: 'P',
  questions,
  next: { otherwise: null },
  ...over,
});
const problems = (of: Page, values: Values) =>
  pageProblems(of, { fields: fieldsOf(of), values, given: givenFrom(of, values) }, {}, { today: '2026-03-02' });
const day = (d: string, m: string, y: string) => ({ 'day-day': d, 'day-month': m, 'day-year': y });

describe('what is wrong with a page', () => {
  it('is said in the order of its questions, in the words of the catalogue', () => {
    const of = page([ask('first', 'text'), ask('day', 'day'), ask('last', 'notes')]);
    expect(problems(of, {})).toEqual([
      { field: 'first', text: 'Enter first' },
      { field: 'day', text: 'Enter day' },
      { field: 'last', text: 'Enter last' },
    ]);
    expect(problems(of, { first: 'x', last: 'y', ...day('1', '2', '2027') })).toEqual([]);
  });

  it.each([
    [day('1', '', '2027'), { errorType: 'monthMissing', part: '-month' }],
    [day('1', '2', '27'), { errorType: 'yearTooShort', part: '-year' }],
    [day('31', '2', '2027'), { text: 'day is not right' }],
  ])('is how a day was typed before what it means: %j', (values, expected) => {
    expect(problems(page([ask('day', 'day')]), values)[0]).toEqual({ field: 'day', ...expected });
  });

  it('is a text that is too long, also one that may be left blank', () => {
    const of = page([ask('note', 'notes', { max: 3, required: false })]);
    expect(problems(of, { note: 'abcd' })).toEqual([{ field: 'note', errorType: 'tooLong' }]);
    expect(problems(of, { note: '' })).toEqual([]);
  });

  it('is nothing beneath an option that was not chosen', () => {
    const of = page([
      ask('agrees', 'yesNo', {
        options: [
          { value: 'yes', text: 'Yes', then: [ask('detail', 'text', { max: 2 })] },
          { value: 'no', text: 'No' },
        ],
      }),
    ]);
    expect(problems(of, { agrees: 'no', detail: 'far too long' })).toEqual([]);
    expect(problems(of, { agrees: 'yes', detail: 'far too long' })).toEqual([
      { field: 'detail', errorType: 'tooLong' },
    ]);
    expect(problems(of, { agrees: 'yes' })).toEqual([{ field: 'detail', text: 'Enter detail' }]);
    expect(problems(of, { agrees: 'maybe' })).toEqual([{ field: 'agrees', text: 'agrees is not right' }]);
  });

  it('is a length of time as a whole, at its first part', () => {
    const parts = [ask('years', 'text', { required: false }), ask('days', 'text', { required: false })];
    const length = {
      fields: ['years', 'days'],
      as: 'all',
      errors: { empty: 'Enter the length', invalid: 'In numbers' },
    };
    const of = page(parts, { length });
    expect(problems(of, {})).toEqual([{ field: 'years', text: 'Enter the length' }]);
    expect(problems(of, { days: 'x' })).toEqual([{ field: 'years', text: 'In numbers' }]);
    expect(problems(of, { days: '3' })).toEqual([]);
  });

  it('says what is no longer in use, and what to do instead', () => {
    const of = page([ask('unit', 'select', { options: { list: 'units' } })]);
    const options = () => [
      { value: 'a', text: 'Ayr' },
      { value: 'b', text: 'Bute', retired: 'Select Ayr' },
    ];
    const found = (unit: string) => {
      const sent = { fields: fieldsOf(of), values: { unit }, given: { unit } };
      return pageProblems(of, sent, {}, { today: '2026-03-02', options });
    };
    expect(found('b')).toEqual([{ field: 'unit', text: 'Bute is no longer in use. Select Ayr' }]);
    expect(found('c')).toEqual([{ field: 'unit', errorType: 'doesNotExist' }]);
    expect(found('a')).toEqual([]);
  });

  it('has a type where the catalogue has no words', () => {
    expect(problems(page([ask('mail', 'email', { errors: {} })]), { mail: 'x' })).toEqual([
      { field: 'mail', errorType: 'invalid' },
    ]);
  });
});
