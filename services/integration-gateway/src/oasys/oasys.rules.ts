import type { Cas3OASysGroup } from '@throughcare/api/cas3/person-records';
import { addMonths, londonDate, type Day } from '@throughcare/base/calendar';
import { unavailable } from '@throughcare/base/errors';
import { instantOf } from '../upstream/times.rules';
import type { RiskManagementPlan } from './oasys.schema';
import { answersOf, PLAN } from './questions.rules';

/** An assessment counts for so long after it was finished, or begun when it is not finished. */
const COUNTS_MONTHS = 6;

/** What every answer of OASys says of its assessment. */
export interface AssessmentHead {
  readonly initiationDate: string;
  readonly dateCompleted?: string | undefined;
  readonly lastUpdatedDate?: string | undefined;
}

/** When it was begun and finished. A beginning that cannot be read makes the answer unreadable: its age would be a guess. */
export const daysOf = ({ initiationDate, dateCompleted }: AssessmentHead): { started: Date; completed?: Date } => {
  const started = instantOf(initiationDate);
  const completed = instantOf(dateCompleted);
  if (!started) throw unavailable('UPSTREAM_UNREADABLE');
  return { started, ...(completed && { completed }) };
};

/** The day that says how old an assessment is. */
export const dayOfAssessment = (head: AssessmentHead): Day => {
  const { started, completed } = daysOf(head);
  return londonDate(completed ?? started);
};

/** Still of use today: the last day is the one of the same number, six months on. */
export const counts = (head: AssessmentHead, today: Day): boolean =>
  addMonths(dayOfAssessment(head), COUNTS_MONTHS) >= today;

const NONE = { hasApplicableAssessment: false, dateStarted: null, dateCompleted: null, lastUpdatedDate: null };

/** The plan for the referral form: the questions are always there, with answers only from an assessment that counts. */
export const planOf = (
  found: RiskManagementPlan | undefined,
  today: Day,
  { anyAge }: { readonly anyAge: boolean },
): Cas3OASysGroup => {
  if (!found || !(anyAge || counts(found, today))) return { assessmentMetadata: NONE, answers: answersOf(PLAN) };
  const { started, completed } = daysOf(found);
  return {
    assessmentMetadata: {
      hasApplicableAssessment: true,
      dateStarted: started.toISOString(),
      dateCompleted: completed?.toISOString() ?? null,
      lastUpdatedDate: instantOf(found.lastUpdatedDate)?.toISOString() ?? null,
    },
    answers: answersOf(PLAN, found.riskManagementPlan),
  };
};
