import { answersOf } from './answers.rules';
import type { Answers, Facts, Form, Task } from './form';
import { taskOf } from './form';
import { problemsOf } from './problems.rules';
import { visiblePages } from './walk.rules';

export type TaskStatus = 'cannot-start' | 'not-started' | 'in-progress' | 'completed';

const progressOf = (task: Task, answers: Answers, facts: Facts): Exclude<TaskStatus, 'cannot-start'> => {
  const isSaved = task.pages.some((page) => answersOf(task, page, answers) !== undefined);
  if (!isSaved) return 'not-started';
  const isWhole = visiblePages(task, answers, facts).every((page) => {
    const given = answersOf(task, page, answers);
    return given !== undefined && problemsOf(page, given, answers, facts).length === 0;
  });
  return isWhole ? 'completed' : 'in-progress';
};

/**
 * How far a task is. Completed: every page that the answers lead through was saved, and nothing on it is wrong. A task that was
 * begun can be gone on with, whatever became of the one before it.
 */
export const taskStatus = (form: Form, task: Task, answers: Answers, facts: Facts): TaskStatus => {
  const progress = progressOf(task, answers, facts);
  if (progress !== 'not-started') return progress;
  const is = (slug: string, enough: readonly TaskStatus[]) => {
    const other = taskOf(form, slug);
    return other !== undefined && enough.includes(progressOf(other, answers, facts));
  };
  const canStart =
    task.opensAfter.every((slug) => is(slug, ['completed'])) &&
    (task.opensOnceStarted ?? []).every((slug) => is(slug, ['in-progress', 'completed']));
  return canStart ? 'not-started' : 'cannot-start';
};
