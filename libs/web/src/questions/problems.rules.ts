import { asked } from '@throughcare/forms/answers.rules';
import type { Answers, Facts, Page, PageAnswers, Question } from '@throughcare/forms/form';
import { problemsOf } from '@throughcare/forms/problems.rules';
import type { Values } from '../fields';
import type { FieldProblem, Fields } from '../form';
import { offered } from './shown.rules';

/** What only the inputs show: the engine sees the answer and not how it was typed. */
const TYPED = ['tooLong', 'repeated', 'dayMissing', 'monthMissing', 'yearMissing', 'yearTooShort'];

const typedProblem = ({ field, kind }: Question, fields: Fields, values: Values): FieldProblem[] => {
  const outcome = fields[field]?.read(field, values);
  if (!outcome || 'data' in outcome) return [];
  const isAboutTyping =
    TYPED.includes(outcome.errorType) || (kind === 'address' && outcome.errorType !== 'addressLine1Empty');
  return isAboutTyping ? [{ field, ...outcome }] : [];
};

/** What was chosen and is no longer in use, and what to do instead. */
const retiredWords = (question: Question, value: unknown, facts: Facts): string | undefined => {
  const chosen = offered(question, facts)?.find((option) => option.value === value);
  return chosen?.retired === undefined ? undefined : `${chosen.text} is no longer in use. ${chosen.retired}`;
};

/** What is wrong with a page, in the order of its questions: how something was typed comes before what it means. */
export const pageProblems = (
  page: Page,
  sent: { readonly fields: Fields; readonly values: Values; readonly given: PageAnswers },
  answers: Answers,
  facts: Facts,
): FieldProblem[] => {
  const { fields, values, given } = sent;
  const questions = asked(page.questions, given, answers, facts);
  const typed = questions.flatMap((question) => typedProblem(question, fields, values));
  const found = problemsOf(page, given, answers, facts).flatMap(({ field, errorType }): FieldProblem[] => {
    if (field === undefined) return [];
    const text = page.length?.as === field ? page.length.errors[errorType] : undefined;
    const [first = field] = page.length?.as === field ? page.length.fields : [field];
    const question = questions.find((one) => one.field === field);
    const words = text ?? (question && retiredWords(question, given[field], facts)) ?? question?.errors?.[errorType];
    return words === undefined ? [{ field: first, errorType }] : [{ field: first, text: words }];
  });
  const order = questions.map(({ field }) => field);
  return [...typed, ...found].sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
};
