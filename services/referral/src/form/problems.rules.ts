import type { Day } from '@throughcare/platform/calendar';
import { visits, type Visit } from './answers.rules';
import { errorOf, type AnswerError } from './fields.rules';
import { tasks } from './form';
import { pageChecks } from './page-checks.rules';
import { placesIn } from './places.rules';

/** One answer that is missing or cannot be right. It names page and question, never what was answered. */
export interface AnswerProblem {
  readonly task: string;
  readonly page: string;
  /** None: the whole page was never answered. */
  readonly field?: string;
  readonly errorType: AnswerError;
}

/** The page on which somebody mends it: each detail of the practitioner has one of its own. */
const pageOf = (page: string, field: string): string =>
  page === 'probation-practitioner' ? `practitioner-${field}` : page;

const problemsOfVisit = (task: string, { page, rule, answers }: Visit, today: Day): AnswerProblem[] => {
  if (rule.blocks) return [{ task, page, errorType: 'empty' }];
  if (!answers) return Object.keys(rule.fields).length > 0 ? [{ task, page, errorType: 'empty' }] : [];
  const found = Object.entries(rule.fields).flatMap(([field, fieldRule]): AnswerProblem[] => {
    const errorType = errorOf(answers[field], fieldRule, answers, today);
    return errorType ? [{ task, page: pageOf(page, field), field, errorType }] : [];
  });
  const [field, errorType] = pageChecks[page]?.(answers) ?? [];
  const isKnown = found.some((problem) => problem.field === field);
  return field && errorType && !isKnown ? [...found, { task, page: pageOf(page, field), field, errorType }] : found;
};

/** Everything that keeps these answers from being a referral, in the order of the form. */
export const problemsIn = (data: unknown, homeRegionId: string, today: Day): readonly AnswerProblem[] => {
  const found = Object.keys(tasks).flatMap((task) =>
    visits(data, task).flatMap((visit) => problemsOfVisit(task, visit, today)),
  );
  const isNamed = ({ task, page }: AnswerProblem) => found.some((one) => one.task === task && one.page === page);
  return [...found, ...placesIn(data, homeRegionId).problems.filter((problem) => !isNamed(problem))];
};
