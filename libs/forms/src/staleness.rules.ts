import { answersOf, isEmpty, isObject } from './answers.rules';
import type { Answers, Facts, Form, Question, Task } from './form';
import { inUse, ownOptions, questionsOf, tasksOf } from './form';
import { taskStatus } from './status.rules';
import { visitsOf } from './walk.rules';

export interface AnswerRef {
  readonly task: string;
  readonly page: string;
  readonly field?: string;
}

export interface Staleness {
  /** Pages with answers that the others do not lead to any more: they are kept and count for nothing. */
  readonly unvisited: readonly AnswerRef[];
  /** Chosen values that are not offered any more. */
  readonly gone: readonly AnswerRef[];
  /** The answers have to be checked (again) before they are sent. */
  readonly check: boolean;
  /** The newest version of the form, where the answers were given to an older one. */
  readonly newerVersion?: number;
}

const unvisitedIn = (task: Task, answers: Answers, facts: Facts): AnswerRef[] => {
  const visited = new Set(visitsOf(task, answers, facts).map(({ slug }) => slug));
  return task.pages
    .filter((page) => !visited.has(page.slug) && page.corrects === undefined)
    .filter((page) => Object.keys(answersOf(task, page, answers) ?? {}).length > 0)
    .map((page) => ({ task: task.slug, page: page.slug }));
};

const isOffered = (question: Question, value: unknown, facts: Facts): boolean => {
  const { options } = question;
  const offered =
    options === undefined ? undefined : 'list' in options ? facts.options?.(options.list) : ownOptions(question);
  return (
    typeof value !== 'string' || isEmpty(value) || !offered || inUse(offered).some((option) => option.value === value)
  );
};

const goneIn = (task: Task, answers: Answers, facts: Facts): AnswerRef[] =>
  visitsOf(task, answers, facts).flatMap((page) => {
    const given = answersOf(task, page, answers) ?? {};
    const values = ({ field }: Question): readonly unknown[] => [given[field]].flat();
    return questionsOf(page)
      .filter((question) => !values(question).every((value) => isOffered(question, value, facts)))
      .map(({ field }) => ({ task: task.slug, page: page.slug, field }));
  });

/** What of these answers is out of date, by the form they were given to and the newest version there is. */
export const stalenessOf = (form: Form, answers: Answers, facts: Facts, newest = form.version): Staleness => {
  const tasks = tasksOf(form);
  const last = tasks.at(-1);
  return {
    unvisited: isObject(answers) ? tasks.flatMap((task) => unvisitedIn(task, answers, facts)) : [],
    gone: tasks.flatMap((task) => goneIn(task, answers, facts)),
    check: last !== undefined && taskStatus(form, last, answers, facts) !== 'completed',
    ...(newest > form.version && { newerVersion: newest }),
  };
};
