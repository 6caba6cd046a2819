import fc from 'fast-check';
import { asked } from '../answers.rules';
import type { Answers, Facts, Form, Page, PageAnswers, Question, Task } from '../form';
import { ownOptions, pageOf, tasksOf } from '../form';
import { canBeTicked } from '../problems.rules';
import { nextPage } from '../walk.rules';

type Choose = <T>(from: readonly T[]) => T;

const someOf = (question: Question, choose: Choose): string[] => {
  const values = ownOptions(question).map(({ value }) => value);
  const picked = values.filter(() => choose([true, false]));
  return picked.length > 0 && canBeTicked(question, picked) ? picked : [choose(values)];
};

const valueFor = (question: Question, choose: Choose, facts: Facts): unknown => {
  const { kind, options, value, endsWith, parts, answers } = question;
  if (value !== undefined) return value;
  if (parts) return Object.fromEntries(parts.map((part) => [part, 'x']));
  if (answers) return { QRM30: 'x' };
  if (kind === 'yesNo') return choose(['yes', 'no']);
  if (kind === 'checkboxes') return someOf(question, choose);
  if (options) return choose('list' in options ? (facts.options?.(options.list) ?? []) : options).value;
  if (kind === 'day') return question.day?.after === undefined ? facts.today : '2099-12-31';
  if (kind === 'address') return { addressLine1: '1 High Street' };
  if (kind === 'imported') return [];
  return `${kind === 'email' ? 'a@' : ''}text${endsWith ?? ''}`;
};

/** Valid answers to one page: what an option reveals is answered once the option is chosen. */
const fillPage = (page: Page, choose: Choose, answers: Answers, facts: Facts): PageAnswers => {
  const given: Record<string, unknown> = {};
  for (let question: Question | undefined; ; given[question.field] = valueFor(question, choose, facts)) {
    question = asked(page.questions, given, answers, facts).find(({ field }) => !(field in given));
    if (!question) break;
  }
  for (const field of page.length?.fields ?? []) given[field] = '1';
  return given;
};

export type Filled = Record<string, Record<string, PageAnswers>>;

const fillTask = (task: Task, choose: Choose, answers: Filled, facts: Facts): void => {
  const pages: Record<string, PageAnswers> = {};
  answers[task.slug] = pages;
  for (let slug: string | null = task.first; slug !== null && !(slug in pages);) {
    const page: Page = pageOf(task, slug)!;
    pages[slug] = fillPage(page, choose, answers, facts);
    slug = nextPage(task, page, answers, facts);
  }
};

/** Whole answers to a form, each choice and path as likely as any other; for property tests with fast-check. */
export const filledForms = (form: Form, facts: Facts): fc.Arbitrary<Filled> =>
  fc.infiniteStream(fc.nat()).map((stream) => {
    const choose: Choose = (from) => from[Number(stream.next().value) % from.length]!;
    const answers: Filled = {};
    for (const task of tasksOf(form)) fillTask(task, choose, answers, facts);
    return answers;
  });
