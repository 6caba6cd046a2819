import type { Page, Question } from '@throughcare/forms/form';
import { offered, shownQuestions } from './shown.rules';

const facts = {
  today: '2026-03-02',
  options: (list: string) => (list === 'units' ? [{ value: 'u1', text: 'Unit' }] : undefined),
};
const ask = (field: string, kind: Question['kind'], over: Partial<Question> = {}): Question => ({
  field,
  kind,
  text: `What is ${field}?`,
  required: true,
  ...over,
});
const shown = (questions: readonly Question[], stored: Record<string, unknown> = {}) => {
  const page: Page = { slug: 'p', title: 'P', questions, next: { otherwise: null } };
  return shownQuestions(page, { facts, stored, changeOf: (field) => (field === 'team' ? '/team' : undefined) });
};

describe('a question as its template takes it', () => {
  it('has its words, its limit, and says that it may be left blank', () => {
    expect(shown([ask('name', 'text', { hint: 'In full', max: 5, required: false })])).toEqual([
      { kind: 'text', field: 'name', text: 'What is name?', hint: 'In full', max: 5, isOptional: true },
    ]);
  });

  it('is required where a condition may make it so', () => {
    const [question] = shown([ask('name', 'text', { required: { fact: 'isNational' } })]);
    expect(question?.isOptional).toBe(false);
  });

  it('has its options, with what is asked beneath each', () => {
    const [question] = shown([
      ask('needs', 'checkboxes', {
        options: [
          { value: 'a', text: 'A', then: [ask('detail', 'notes')] },
          { value: 'none', text: 'None', exclusive: true },
        ],
      }),
    ]);
    expect(question?.options).toMatchObject([
      { value: 'a', exclusive: false, then: [{ kind: 'notes', field: 'detail' }] },
      { value: 'none', exclusive: true, then: [] },
    ]);
  });

  it('has yes and no, the list it names, or none where the list cannot be had', () => {
    expect(offered(ask('agrees', 'yesNo'), facts)?.map(({ value }) => value)).toEqual(['yes', 'no']);
    expect(offered(ask('unit', 'select', { options: { list: 'units' } }), facts)).toEqual([
      { value: 'u1', text: 'Unit' },
    ]);
    const [unknown] = shown([ask('region', 'radios', { options: { list: 'never' } })]);
    expect(unknown).not.toHaveProperty('options');
  });

  it('has what is no longer in use for whoever chose it, and for nobody else', () => {
    const options = [
      { value: 'a', text: 'A' },
      { value: 'b', text: 'B', retired: 'Select A' },
    ];
    const texts = (stored: object) =>
      shown([ask('unit', 'select', { options })], { ...stored })[0]?.options?.map(({ text }) => text);
    expect(texts({})).toEqual(['A']);
    expect(texts({ unit: 'a' })).toEqual(['A']);
    expect(texts({ unit: 'b' })).toEqual(['A', 'B (no longer in use)']);
  });

  it.each([
    ['Croydon', ['Croydon']],
    ['2027-03-02', ['2 March 2027']],
    [{ id: 'x', name: 'Croydon' }, ['Croydon']],
    [{ line: 'High Street', town: 'Ipswich' }, ['High Street', 'Ipswich']],
    [[{ kind: 'ACCT', since: '2027-03-02' }], ['ACCT, 2 March 2027']],
    [[], []],
    ['', []],
    [undefined, []],
    [7, []],
  ])('shows what is known and not asked: %j as %j', (value, lines) => {
    expect(shown([ask('team', 'derived')], { team: value })[0]).toMatchObject({ value: lines, change: '/team' });
  });

  it('leaves out what is derived and concerns nobody', () => {
    expect(shown([ask('name', 'derived', { required: false })])).toEqual([]);
  });
});
