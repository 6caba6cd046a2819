import { isBlank } from '@throughcare/platform/blank';
import { addMonths, type Day } from '@throughcare/platform/calendar';
import { holds, isObject, readDay, type PageAnswers } from './answers.rules';
import type { FieldRule } from './form';

/** What is wrong with an answer, in the words of `errorType`. */
export type AnswerError = 'empty' | 'invalid' | 'doesNotExist' | 'inThePast' | 'inTheFuture' | 'tooFarAhead';

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && isBlank(value)) ||
  (Array.isArray(value) && value.length === 0);

const isDistinctSubset = (value: unknown, words: readonly string[]): boolean =>
  Array.isArray(value) &&
  new Set(value).size === value.length &&
  value.every((word) => typeof word === 'string' && words.includes(word));

/** Both dates of a referral have the same window: not past, and at most three months ahead. */
export const dateError = (day: Day, rules: NonNullable<FieldRule['date']>, today: Day): AnswerError | undefined => {
  if (rules.includes('notPast') && day < today) return 'inThePast';
  if (rules.includes('withinThreeMonths') && day > addMonths(today, 3)) return 'tooFarAhead';
  return rules.includes('notFuture') && day > today ? 'inTheFuture' : undefined;
};

const ofDate = (value: unknown, { date = [], after }: FieldRule, answers: PageAnswers, today: Day) => {
  const day = readDay(value);
  if (day === undefined) return 'invalid';
  const start = after === undefined ? undefined : readDay(answers[after]);
  return start !== undefined && day <= start ? 'invalid' : dateError(day, date, today);
};

const ofValue = (value: unknown, rule: FieldRule, answers: PageAnswers, today: Day): AnswerError | undefined => {
  const { oneOf, someOf, object, date, email } = rule;
  if (date) return ofDate(value, rule, answers, today);
  if (someOf) return isDistinctSubset(value, someOf) ? undefined : 'invalid';
  if (object) return isObject(value) ? undefined : 'invalid';
  if (typeof value !== 'string') return 'invalid';
  if (oneOf) return oneOf.includes(value) ? undefined : 'invalid';
  return email === undefined || value.trim().toLowerCase().endsWith(email) ? undefined : 'invalid';
};

/** What is wrong with one answer; nothing with a detail that its question does not ask for. */
export const errorOf = (value: unknown, rule: FieldRule, answers: PageAnswers, today: Day): AnswerError | undefined => {
  const isNeeded = rule.required === true || (rule.when !== undefined && holds(answers[rule.when[0]], rule.when[1]));
  if (isEmpty(value)) return isNeeded ? 'empty' : undefined;
  return isNeeded || rule.when === undefined ? ofValue(value, rule, answers, today) : undefined;
};
