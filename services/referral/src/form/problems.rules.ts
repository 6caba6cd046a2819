import { REFERRAL_FORM } from '@throughcare/forms/catalogues';
import type { AnswerProblem } from '@throughcare/forms/form';
import { problemsIn as problemsInForm } from '@throughcare/forms/problems.rules';
import type { Day } from '@throughcare/base/calendar';
import { factsFor } from './facts.rules';
import { derivedFrom } from './derived.rules';
import { placesIn } from './places.rules';

/** Everything that keeps these answers from being a referral, in the order of the form. */
export const problemsIn = (data: unknown, homeRegionId: string, today: Day): readonly AnswerProblem[] => {
  const found = problemsInForm(REFERRAL_FORM, data, factsFor(data, homeRegionId, today));
  const isNamed = ({ task, page }: AnswerProblem) => found.some((one) => one.task === task && one.page === page);
  return [...found, ...placesIn(data, homeRegionId).problems.filter((problem) => !isNamed(problem))];
};

/** What is wrong with two answers that are sound by themselves. */
export type PairProblem = Omit<AnswerProblem, 'errorType'> & { readonly errorType: 'beforeReleaseDate' };

/** Each of the two dates may be sound, and the person be released after the day from which they need a place. */
export const pairProblem = (data: unknown): PairProblem | undefined => {
  const { personReleaseDate, arrivalDate } = derivedFrom(data);
  if (personReleaseDate === null || arrivalDate === '' || personReleaseDate <= arrivalDate) return undefined;
  return {
    task: 'eligibility',
    page: 'accommodation-required-from-date',
    field: 'accommodationRequiredFromDate',
    errorType: 'beforeReleaseDate',
  };
};
