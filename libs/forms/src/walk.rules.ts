import { answersOf, isTrue } from './answers.rules';
import type { Answers, Known, Page, PageAnswers, Task } from './form';
import { pageOf } from './form';

/** False for a page that may be left unsaved: it only shows what was fetched, or what may stay empty. */
export const asksSomething = ({ questions, blocks, length }: Page): boolean =>
  blocks === true ||
  length !== undefined ||
  questions.some(({ required, options }) => required !== false || options !== undefined);

/** Where a page leads with these answers; null when it ends its task. Throws for a page that the task does not have. */
export const nextPage = (task: Task, page: Page, answers: Answers, facts: Known): string | null => {
  const given: PageAnswers = answersOf(task, page, answers) ?? {};
  const found = page.next.when?.find((way) => isTrue(way.if, given, answers, facts));
  return found ? found.goTo : page.next.otherwise;
};

/** The pages that the answers lead through, hidden ones too; it ends at the first that asks something and was never saved. */
export const visitsOf = (task: Task, answers: Answers, facts: Known): readonly Page[] => {
  const visited: Page[] = [];
  let slug: string | null = task.first;
  while (slug !== null && !visited.some((page) => page.slug === slug)) {
    const page = pageOf(task, slug);
    if (!page) break;
    visited.push(page);
    const isSaved = answersOf(task, page, answers) !== undefined;
    if (!isSaved && !isHidden(page, answers, facts) && asksSomething(page)) break;
    slug = nextPage(task, page, answers, facts);
  }
  return visited;
};

const isHidden = ({ hiddenIf }: Page, answers: Answers, facts: Known): boolean =>
  hiddenIf !== undefined && isTrue(hiddenIf, {}, answers, facts);

/** The pages of a task that somebody sees, in order. */
export const visiblePages = (task: Task, answers: Answers, facts: Known): readonly Page[] =>
  visitsOf(task, answers, facts).filter((page) => !isHidden(page, answers, facts));

/** The answer to one question if the answers lead to its page. What is left over from another path was not asked. */
export const answerTo = (task: Task, page: string, field: string, answers: Answers, facts: Known): unknown => {
  const found = visitsOf(task, answers, facts).find(({ slug }) => slug === page);
  return found && answersOf(task, found, answers)?.[field];
};
