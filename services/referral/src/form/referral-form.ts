import { REFERRAL_FORM } from '@throughcare/forms/catalogues';
import { answersOf as answersOfPage } from '@throughcare/forms/answers.rules';
import { pageOf, questionsOf, taskOf, type Known, type PageAnswers, type Question } from '@throughcare/forms/form';
import { answerTo, visitsOf } from '@throughcare/forms/walk.rules';

const known = (task: string) => {
  const found = taskOf(REFERRAL_FORM, task);
  if (!found) throw new Error(`no task ${task} in the referral form`);
  return found;
};

/** The answer to one question if the answers lead to its page. What is left over from another path was not asked. */
export const asked = (data: unknown, task: string, page: string, field: string): unknown =>
  answerTo(known(task), page, field, data, {});

/** What was answered on one page, whether or not the answers lead to it. */
export const answersOf = (data: unknown, task: string, page: string): PageAnswers | undefined => {
  const found = pageOf(known(task), page);
  return found && answersOfPage(known(task), found, data);
};

/** The pages of a task that the answers lead through, with what was answered on each. */
export const visited = (data: unknown, task: string, facts: Known): ReadonlyMap<string, PageAnswers> =>
  new Map(visitsOf(known(task), data, facts).map(({ slug }) => [slug, answersOf(data, task, slug) ?? {}]));

/** A question of the form. Throws for one that it does not have: that is a bug. */
export const questionNamed = (task: string, page: string, field: string): Question => {
  const found = pageOf(known(task), page);
  const question = found && questionsOf(found).find((one) => one.field === field);
  if (!question) throw new Error(`no question ${task}/${page}/${field} in the referral form`);
  return question;
};
