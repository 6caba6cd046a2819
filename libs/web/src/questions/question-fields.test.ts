import { CATALOGUES } from '@throughcare/forms/catalogues';
import type { Question } from '@throughcare/forms/form';
import { questionsOf, tasksOf } from '@throughcare/forms/form';
import { bodyBytesOf, inputsOf } from '../form';
import { fieldOf, fieldsOf } from './question-fields';

const ask = (kind: Question['kind'], over: Partial<Question> = {}): Question => ({
  field: 'it',
  kind,
  text: 'It?',
  required: true,
  ...over,
});
const every = CATALOGUES.flatMap((form) =>
  tasksOf(form).flatMap((task) => task.pages.map((page) => [`${form.name} ${task.slug}/${page.slug}`, page] as const)),
);

describe('the inputs of a question', () => {
  it.each([
    ['text', [''], 200],
    ['email', [''], 200],
    ['phone', [''], 200],
    ['notes', [''], 10_000],
    ['radios', [''], 200],
    ['select', [''], 200],
    ['day', ['-day', '-month', '-year'], undefined],
    ['address', ['-addressLine1', '-addressLine2', '-addressTown', '-addressPostcode'], 100],
  ] as const)('of the kind %s are %j, up to %s characters', (kind, inputs, max) => {
    const field = fieldOf(ask(kind));
    expect([field?.inputs, field?.max]).toEqual([inputs, max]);
  });

  it('are none where nothing is typed', () => {
    expect([fieldOf(ask('derived')), fieldOf(ask('imported'))]).toEqual([undefined, undefined]);
  });

  it('are a list where several may be ticked', () => {
    const options = [{ value: 'a', text: 'A' }];
    expect([fieldOf(ask('checkboxes', { options }))?.isList, fieldOf(ask('yesNo'))?.isList]).toEqual([true, false]);
  });

  it('hold what the catalogue says, and no more', () => {
    expect(fieldOf(ask('text', { max: 5 }))?.max).toBe(5);
    expect(fieldOf(ask('notes', { max: 5 }))?.read('it', { it: 'abcdef' })).toEqual({ errorType: 'tooLong' });
  });

  it('say of half a date what the catalogue says of a wrong one', () => {
    const says = fieldOf(ask('day', { errors: { empty: 'Enter it', invalid: 'Not a date' } }))?.says;
    expect(says).toMatchObject({ empty: 'Enter it', dayMissing: 'Not a date', yearMissing: 'Not a date' });
    expect(fieldOf(ask('day'))?.says).toEqual({});
  });
});

describe('the pages of every catalogue', () => {
  it.each(every)('%s: no two inputs have one name, and all of them fit into its body', (_, page) => {
    const fields = fieldsOf(page);
    const inputs = inputsOf(fields);
    expect(new Set(inputs).size).toBe(inputs.length);
    const typed = questionsOf(page).filter(({ kind }) => kind !== 'derived' && kind !== 'imported');
    expect(Object.keys(fields)).toEqual(typed.map(({ field }) => field));
    const full = new URLSearchParams(
      Object.entries(fields).flatMap(([name, { inputs: own, max = 30 }]) =>
        own.map((input): [string, string] => [name + input, '€'.repeat(max)]),
      ),
    ).toString();
    expect(bodyBytesOf(fields)).toBeGreaterThan(full.length);
  });
});
