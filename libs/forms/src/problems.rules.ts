import { addMonths, type Day } from '@throughcare/base/calendar';
import { asked, answersOf, isEmpty, isObject, isText, isTrue, readDay } from './answers.rules';
import type { AnswerProblem, Answers, ErrorType, Facts, Form, Page, PageAnswers, Question, Task } from './form';
import { inUse, ownOptions, tasksOf } from './form';
import { asksSomething, visiblePages } from './walk.rules';

export interface FieldProblem {
  /** None: the whole page was never answered. */
  readonly field?: string;
  readonly errorType: ErrorType;
}

/** Whether a day is within the window of its question. */
export const dayProblem = (day: Day, window: NonNullable<Question['day']>, today: Day): ErrorType | undefined => {
  if (window.notPast && day < today) return 'inThePast';
  if (window.monthsAhead !== undefined && day > addMonths(today, window.monthsAhead)) return 'tooFarAhead';
  return window.notFuture && day > today ? 'inTheFuture' : undefined;
};

const ofDay = (value: unknown, { day: window = {} }: Question, given: PageAnswers, today: Day) => {
  const day = readDay(value);
  if (day === undefined) return 'invalid';
  const start = window.after === undefined ? undefined : readDay(given[window.after]);
  return start !== undefined && day <= start ? 'invalid' : dayProblem(day, window, today);
};

/** Whether these boxes may be ticked together: known ones, each once, not too many, none that excludes another. */
export const canBeTicked = (question: Question, values: readonly unknown[]): boolean => {
  const options = ownOptions(question);
  const chosen = options.filter(({ value }) => values.includes(value));
  return (
    chosen.length === values.length &&
    values.length <= (question.atMost ?? Infinity) &&
    (values.length === 1 || !chosen.some(({ exclusive }) => exclusive)) &&
    !(question.never ?? []).some((pair) => pair.every((value) => values.includes(value)))
  );
};

/** Every question that was imported has an answer; without an import there is at least one. */
const answersEach = (value: PageAnswers, imported: unknown): boolean => {
  const numbers = (Array.isArray(imported) ? imported : []).flatMap((row: unknown) =>
    isObject(row) && typeof row.questionNumber === 'string' ? [row.questionNumber] : [],
  );
  if (numbers.length === 0) return Object.values(value).some(isText);
  return numbers.every((number) => isText(value[`Q${number}`]) || isText(value[number]));
};

const ofObject = (value: unknown, { parts = [], answers }: Question, given: PageAnswers): ErrorType | undefined => {
  const isWhole =
    isObject(value) &&
    parts.every((part) => isText(value[part])) &&
    (answers === undefined || answersEach(value, given[answers]));
  return isWhole ? undefined : 'empty';
};

/** Somebody at a host; names of mailboxes are the mail server's business. */
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

const ofText = (value: string, { endsWith, value: only, options, kind }: Question, facts: Facts) => {
  if (kind === 'email' && !EMAIL.test(value.trim())) return 'invalid';
  if (endsWith !== undefined && !value.trim().toLowerCase().endsWith(endsWith)) return 'invalid';
  if (only !== undefined && value !== only) return 'invalid';
  if (options === undefined) return kind === 'yesNo' && !['yes', 'no'].includes(value) ? 'invalid' : undefined;
  if (!('list' in options)) return options.some((option) => option.value === value) ? undefined : 'invalid';
  const offered = facts.options?.(options.list);
  return offered && inUse(offered).every((option) => option.value !== value) ? 'doesNotExist' : undefined;
};

const ofValue = (value: unknown, question: Question, given: PageAnswers, facts: Facts): ErrorType | undefined => {
  const { kind, parts, answers } = question;
  if (kind === 'imported') return undefined;
  if (kind === 'day') return ofDay(value, question, given, facts.today);
  if (kind === 'checkboxes') return Array.isArray(value) && canBeTicked(question, value) ? undefined : 'invalid';
  if (kind === 'address') return isObject(value) ? undefined : 'invalid';
  if (parts !== undefined || answers !== undefined) return ofObject(value, question, given);
  return typeof value === 'string' ? ofText(value, question, facts) : 'invalid';
};

/** A whole number, also as `2.0`, which existing clients take. */
const WHOLE = /^\d{1,6}(\.0*)?$/;

/** At least one part, numbers only, not all of them nothing. */
const lengthProblem = ({ fields }: NonNullable<Page['length']>, given: PageAnswers): ErrorType | undefined => {
  const texts = fields.map((field) => given[field]).map((value) => (typeof value === 'string' ? value.trim() : ''));
  const parts = texts.filter((part) => part !== '');
  if (parts.length === 0) return 'empty';
  return parts.every((part) => WHOLE.test(part)) && parts.some((part) => Number(part) > 0) ? undefined : 'invalid';
};

/** What is wrong with the answers of one page, in the order of its questions; `undefined`: the page was never saved. */
export const problemsOf = (
  page: Page,
  given: PageAnswers | undefined,
  answers: Answers,
  facts: Facts,
): readonly FieldProblem[] => {
  if (page.blocks) return [{ errorType: 'empty' }];
  if (!given) return asksSomething(page) ? [{ errorType: 'empty' }] : [];
  const found = asked(page.questions, given, answers, facts).flatMap((question): FieldProblem[] => {
    const { field, required } = question;
    const isNeeded = typeof required === 'boolean' ? required : isTrue(required, given, answers, facts);
    const isMissing = isEmpty(given[field]);
    const errorType = isMissing ? isNeeded && 'empty' : ofValue(given[field], question, given, facts);
    return errorType ? [{ field, errorType }] : [];
  });
  const errorType = page.length && lengthProblem(page.length, given);
  return errorType && page.length ? [...found, { field: page.length.as, errorType }] : found;
};

/** The page on which somebody mends an answer: some have one of their own. */
const mendedOn = (task: Task, page: Page, field: string | undefined): string =>
  task.pages.find(({ corrects }) => corrects?.page === page.slug && corrects.field === field)?.slug ?? page.slug;

/** Everything that keeps these answers from being a whole form, in its order. */
export const problemsIn = (form: Form, answers: Answers, facts: Facts): readonly AnswerProblem[] =>
  tasksOf(form).flatMap((task) =>
    visiblePages(task, answers, facts).flatMap((page) =>
      problemsOf(page, answersOf(task, page, answers), answers, facts).map((problem) => ({
        task: task.slug,
        page: mendedOn(task, page, problem.field),
        ...problem,
      })),
    ),
  );
