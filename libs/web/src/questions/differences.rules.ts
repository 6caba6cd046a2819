import { type Facts, type Page, type PageAnswers, type Question, questionsOf } from '@throughcare/forms/form';
import type { Values } from '../fields';
import { plainDay } from '../format.rules';
import { givenFrom, valuesFrom } from './given.rules';
import { offered } from './shown.rules';

/** A question that two windows answered differently, in the words of its page. */
export interface Difference {
  readonly text: string;
  readonly yours: string;
  readonly saved: string;
}

const partsOf = (field: string, values: Values): string[] =>
  Object.entries(values)
    .filter(([name]) => name === field || name.startsWith(`${field}-`))
    .flatMap(([, value]) => value)
    .filter(Boolean);

/** A day as a day, what was chosen by its words; what is no day as it was typed. */
const wordsOf = (question: Question, page: Page, values: Values, facts: Facts): string => {
  const { field, kind } = question;
  const parts = partsOf(field, values);
  if (kind === 'day') {
    const { [field]: day } = givenFrom(page, values);
    return typeof day === 'string' && day !== '' ? plainDay(day) : parts.join(' ');
  }
  const texts = new Map(offered(question, facts)?.map(({ value, text }) => [value, text]));
  return parts.map((part) => texts.get(part) ?? part).join(', ');
};

/** What was typed here beside what was saved in another window, question by question where they differ. */
export const differencesOf = (page: Page, facts: Facts, typed: Values, stored: PageAnswers): readonly Difference[] => {
  const kept = valuesFrom(page, stored);
  return questionsOf(page)
    .filter(({ kind }) => kind !== 'derived' && kind !== 'imported')
    .map((question) => ({
      text: question.text,
      yours: wordsOf(question, page, typed, facts),
      saved: wordsOf(question, page, kept, facts),
    }))
    .filter(({ yours, saved }) => yours !== saved);
};
