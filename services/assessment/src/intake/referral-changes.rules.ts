import type { DataOf } from '@throughcare/events/define-event';
import type { ReferralAmended } from '@throughcare/events/referral-amended.v1';
import type { AssessmentState } from '../assessment/assessment-state';
import { changeDates, type Dates, type DatesDecision } from '../decision/dates.rules';
import { reject, type Decision } from '../decision/decision.rules';
import type { OpenBooking } from '../decision/open-bookings';

export interface Withdrawn {
  readonly reasonId: string;
  readonly byUserId: string;
}

/**
 * A withdrawn referral is rejected as withdrawn, and a provisional booking of it cancelled with it. Undefined where that has been decided
 * already, and while a booking is firm: then an assessor cancels the booking and rejects it.
 */
export const withdrawn = (
  assessment: AssessmentState,
  { reasonId, byUserId }: Withdrawn,
  { open, now }: { readonly open: readonly OpenBooking[]; readonly now: Date },
): Decision | undefined => {
  if (
    open.some(({ state }) => state === 'confirmed') ||
    assessment.status === 'rejected' ||
    assessment.status === 'closed'
  )
    return undefined;
  const rejection = { reasonId, detail: null, isWithdrawn: true, rationale: 'withdrawn' };
  // The reason was on the list when the practitioner chose it.
  return reject(assessment, rejection, () => ({ isActive: true }), { open, now, by: byUserId });
};

export type Amended = Pick<
  DataOf<typeof ReferralAmended>,
  'changed' | 'releaseDate' | 'accommodationRequiredFromDate' | 'amendedByUserId'
>;

/** The dates that the practitioner has corrected; those of an assessor stay where the practitioner left theirs. */
export const amendedDates = (
  assessment: AssessmentState & Dates,
  { changed, releaseDate, accommodationRequiredFromDate, amendedByUserId }: Amended,
  now: Date,
): DatesDecision => {
  const asked = {
    ...(changed.includes('releaseDate') && { releaseDate }),
    ...(changed.includes('accommodationRequiredFromDate') && { accommodationRequiredFromDate }),
  };
  if (Object.values(asked).every((day) => day === undefined)) return { changes: {}, notes: [], events: [] };
  return changeDates(assessment, asked, amendedByUserId, now);
};
