import { type Page, type Question, questionsOf } from '@throughcare/forms/form';
import { type Field, address, checkboxes, dayParts, notes, pick, text } from '../fields';
import type { Fields } from '../form';

/** Characters of a line and of a text, where a question states no limit. */
const LINE = 200;
const TEXT = 10_000;

const LABEL = 'your answer';

/** A date that is half there is no real date: the catalogue has one sentence for both. */
const saysOf = ({ errors = {} }: Question): Readonly<Record<string, string>> => {
  const { invalid } = errors;
  const parts = ['dayMissing', 'monthMissing', 'yearMissing', 'notReal'];
  return { ...errors, ...(invalid !== undefined && Object.fromEntries(parts.map((part) => [part, invalid]))) };
};

const valuesOf = ({ options = [] }: Question): readonly string[] =>
  'list' in options ? [] : options.map(({ value }) => value);

/** The inputs of a question; none where nothing is typed. */
export const fieldOf = (question: Question): Field<unknown> | undefined => {
  const says = saysOf(question);
  const { kind, max } = question;
  switch (kind) {
    case 'imported':
    case 'derived':
      return undefined;
    case 'notes':
      return notes(LABEL, { max: max ?? TEXT, says });
    case 'day':
      return dayParts(LABEL, { says });
    case 'address':
      return address(LABEL, { says });
    case 'checkboxes':
      return checkboxes(LABEL, valuesOf(question), { says });
    case 'yesNo':
    case 'radios':
    case 'select':
      return pick(LABEL, { max: LINE, says });
    default:
      return text(LABEL, { max: max ?? LINE, says });
  }
};

/** The inputs of a page, those beneath options too. */
export const fieldsOf = (page: Page): Fields =>
  Object.fromEntries(
    questionsOf(page).flatMap((question) => {
      const field = fieldOf(question);
      return field ? [[question.field, field]] : [];
    }),
  );
