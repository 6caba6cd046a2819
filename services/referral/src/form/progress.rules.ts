import { REFERRAL_FORM } from '@throughcare/forms/catalogues';
import { tasksOf, type AnswerProblem, type Facts, type Task } from '@throughcare/forms/form';
import { stalenessOf, type Staleness } from '@throughcare/forms/staleness.rules';
import { taskStatus, type TaskStatus } from '@throughcare/forms/status.rules';
import { problemsOf } from '@throughcare/forms/problems.rules';
import { visiblePages } from '@throughcare/forms/walk.rules';
import { answersOf } from '@throughcare/forms/answers.rules';
import type { Day } from '@throughcare/base/calendar';
import { factsFor } from './facts.rules';
import { pairProblem, problemsIn, type PairProblem } from './problems.rules';

export interface Progress {
  readonly tasks: readonly { readonly task: string; readonly status: TaskStatus }[];
  /** Where to go on; null when everything is answered. */
  readonly next: { readonly task: string; readonly page: string } | null;
  readonly problems: readonly (AnswerProblem | PairProblem)[];
  readonly stale: Pick<Staleness, 'unvisited' | 'gone'>;
}

/** The first page, in the order of the form, that is not saved or has something wrong on it, of a task that can be started. */
const nextIn = (data: unknown, facts: Facts): Progress['next'] => {
  for (const task of tasksOf(REFERRAL_FORM)) {
    if (['cannot-start', 'completed'].includes(taskStatus(REFERRAL_FORM, task, data, facts))) continue;
    const pages = visiblePages(task, data, facts);
    const page = pages.find((one) => {
      const given = answersOf(task, one, data);
      return given === undefined || problemsOf(one, given, data, facts).length > 0;
    });
    return { task: task.slug, page: (page ?? pages.at(-1))?.slug ?? task.first };
  }
  return null;
};

/** How far a draft is: status of each task, everything that is wrong or out of date, and where to go on. */
export const progressOf = (data: unknown, homeRegionId: string, today: Day): Progress => {
  const facts = factsFor(data, homeRegionId, today);
  const { unvisited, gone } = stalenessOf(REFERRAL_FORM, data, facts);
  const pair = pairProblem(data);
  const statusOf = (task: Task): TaskStatus => {
    const status = taskStatus(REFERRAL_FORM, task, data, facts);
    return pair?.task === task.slug && status === 'completed' ? 'in-progress' : status;
  };
  return {
    tasks: tasksOf(REFERRAL_FORM).map((task) => ({ task: task.slug, status: statusOf(task) })),
    next: nextIn(data, facts) ?? (pair ? { task: pair.task, page: pair.page } : null),
    problems: [...problemsIn(data, homeRegionId, today), ...(pair ? [pair] : [])],
    stale: { unvisited, gone },
  };
};
