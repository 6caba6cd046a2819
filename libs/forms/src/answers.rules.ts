import { isBlank } from '@throughcare/base/blank';
import { isDay, type Day } from '@throughcare/base/calendar';
import type { Answers, Condition, Known, Page, PageAnswers, Question, Task } from './form';
import { ownOptions } from './form';

export const isObject = (value: unknown): value is PageAnswers =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string' && !isBlank(value);

export const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && isBlank(value)) ||
  (Array.isArray(value) && value.length === 0);

const memberOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

const stored = (answers: Answers, task: string, page: string): PageAnswers | undefined => {
  const found = memberOf(memberOf(answers, task), page);
  return isObject(found) ? found : undefined;
};

/** The answer that a page gives instead of the one it corrects; undefined while it has none. */
const correctionBy = (page: Page, target: Question | undefined, answers: PageAnswers = {}): unknown => {
  if (target?.parts) return target.parts.every((part) => isText(answers[part])) ? answers : undefined;
  const text = answers[page.questions[0]?.field ?? ''];
  return isText(text) ? text : undefined;
};

/** What was answered on a page, each answer as it was last corrected; undefined when it was never saved. */
export const answersOf = (task: Task, page: Page, answers: Answers): PageAnswers | undefined => {
  const own = stored(answers, task.slug, page.slug);
  const corrections = task.pages.flatMap((other) => {
    if (other.corrects?.page !== page.slug) return [];
    const { field } = other.corrects;
    const target = page.questions.find((question) => question.field === field);
    const value = correctionBy(other, target, stored(answers, task.slug, other.slug));
    return value === undefined ? [] : [[field, value] as const];
  });
  return own && { ...own, ...Object.fromEntries<unknown>(corrections) };
};

/** True when an answer is this value, or a list with it. */
export const holds = (value: unknown, wanted: unknown): boolean =>
  Array.isArray(value) ? value.includes(wanted) : value === wanted && wanted !== undefined;

const valueOf = (field: string, given: PageAnswers, answers: Answers): unknown => {
  const [task, page, name] = field.split('/');
  if (task === undefined || page === undefined || name === undefined) return memberOf(given, field);
  return stored(answers, task, page)?.[name];
};

export const isTrue = (condition: Condition, given: PageAnswers, answers: Answers, facts: Known): boolean => {
  const also = (other: Condition) => isTrue(other, given, answers, facts);
  if ('fact' in condition) return facts.known?.[condition.fact] === true;
  if ('all' in condition) return condition.all.every(also);
  if ('any' in condition) return condition.any.some(also);
  if ('not' in condition) return !also(condition.not);
  const value = valueOf(condition.field, given, answers);
  if ('sameAs' in condition) return !isEmpty(value) && value === valueOf(condition.sameAs, given, answers);
  return holds(value, 'is' in condition ? condition.is : condition.has);
};

/** The questions of a page that these answers put: what stands beneath an option that was not chosen is not asked. */
export const asked = (
  questions: readonly Question[],
  given: PageAnswers,
  answers: Answers,
  facts: Known,
): readonly Question[] =>
  questions
    .filter(({ shownIf }) => !shownIf || isTrue(shownIf, given, answers, facts))
    .flatMap((question) => [
      question,
      ...ownOptions(question)
        .filter(({ value }) => holds(given[question.field], value))
        .flatMap(({ then = [] }) => asked(then, given, answers, facts)),
    ]);

const TYPED = /^\s*(\d{4})\s*-\s*(\d{1,2})\s*-\s*(\d{1,2})\s*$/;

/** A day as it was typed: `2026-11- 3` is the 3rd. Undefined for what is no day. */
export const readDay = (value: unknown): Day | undefined => {
  const [, year, month = '', day = ''] = TYPED.exec(typeof value === 'string' ? value : '') ?? [];
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return year && isDay(text) ? text : undefined;
};
