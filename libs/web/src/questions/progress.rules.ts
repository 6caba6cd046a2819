import { answersOf, isTrue } from '@throughcare/forms/answers.rules';
import { type Answers, type Facts, type Form, type Page, type Task, pageOf, tasksOf } from '@throughcare/forms/form';
import { problemsOf } from '@throughcare/forms/problems.rules';
import { type TaskStatus, taskStatus } from '@throughcare/forms/status.rules';
import { type SummaryRow, summaryOf } from '@throughcare/forms/summary.rules';
import { nextPage, visiblePages } from '@throughcare/forms/walk.rules';
import { plainDay } from '../format.rules';

/** A part that cannot be started yet in the order of the form may still be filled in: only sending needs all of them. */
const STATUS: Readonly<Record<TaskStatus, { readonly text: string; readonly tag?: string }>> = {
  'cannot-start': { text: 'Not started', tag: 'govuk-tag--blue' },
  'not-started': { text: 'Not started', tag: 'govuk-tag--blue' },
  'in-progress': { text: 'In progress', tag: 'govuk-tag--light-blue' },
  completed: { text: 'Completed' },
};

const isDone = (task: Task, page: Page, answers: Answers, facts: Facts): boolean => {
  const given = answersOf(task, page, answers);
  return given !== undefined && problemsOf(page, given, answers, facts).length === 0;
};

/** The first page of a task that still wants something, else its first. */
export const openPage = (task: Task, answers: Answers, facts: Facts): string => {
  const pages = visiblePages(task, answers, facts);
  return (pages.find((page) => !isDone(task, page, answers, facts)) ?? pages[0])?.slug ?? task.first;
};

export interface ShownSection {
  readonly title: string;
  readonly tasks: readonly {
    readonly title: string;
    readonly href: string;
    readonly status: (typeof STATUS)[TaskStatus];
  }[];
}

/** The task list: every part with how far it is. */
export const taskList = (path: string, form: Form, answers: Answers, facts: Facts) => {
  const sections = form.sections.map(({ title, tasks }): ShownSection => ({
    title,
    tasks: tasks.map((task) => ({
      title: task.title,
      href: `${path}/${task.slug}/${openPage(task, answers, facts)}`,
      status: STATUS[taskStatus(form, task, answers, facts)],
    })),
  }));
  const all = tasksOf(form);
  const done = all.filter((task) => taskStatus(form, task, answers, facts) === 'completed');
  const next = all.find((task) => !done.includes(task));
  return {
    sections,
    done: done.length,
    total: all.length,
    ...(next && { continueHref: `${path}/${next.slug}/${openPage(next, answers, facts)}` }),
  };
};

/** The page before this one as the answers lead there; none: it is the first of its task. */
export const pageBefore = (task: Task, page: Page, answers: Answers, facts: Facts): string | undefined => {
  const pages = visiblePages(task, answers, facts);
  const at = pages.findIndex(({ slug }) => slug === page.slug);
  return at > 0 ? pages[at - 1]?.slug : page.corrects?.page;
};

/** The next page of the task that somebody sees; none: the task ends here. */
export const pageAfter = (task: Task, page: Page, answers: Answers, facts: Facts): string | undefined => {
  const next = pageOf(task, nextPage(task, page, answers, facts) ?? '');
  const isPassed = next?.hiddenIf !== undefined && isTrue(next.hiddenIf, {}, answers, facts);
  return next && isPassed ? pageAfter(task, next, answers, facts) : next?.slug;
};

const wordsOf = ({ kind, values }: SummaryRow): readonly string[] => (kind === 'day' ? values.map(plainDay) : values);

/** Everything that was answered, part by part, with what is still missing first. */
export const checkAnswers = (path: string, form: Form, answers: Answers, facts: Facts) => {
  const tasks = summaryOf(form, answers, facts).flatMap((section) =>
    section.tasks.map(({ slug, title, rows }) => ({
      title,
      href: `${path}/${slug}/${openPage(
        tasksOf(form).find((task) => task.slug === slug)!,
        answers,
        facts,
      )}`,
      rows: rows.map((row) => ({
        text: row.text,
        values: wordsOf(row),
        href: `${path}/${slug}/${row.page}?from=check`,
      })),
    })),
  );
  const missing = tasksOf(form)
    .filter((task) => taskStatus(form, task, answers, facts) !== 'completed')
    .map((task) => ({ text: task.title, href: `${path}/${task.slug}/${openPage(task, answers, facts)}?from=check` }));
  return { tasks, missing };
};
