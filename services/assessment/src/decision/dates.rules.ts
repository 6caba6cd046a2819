import { AssessmentUpdated } from '@throughcare/events/assessment-updated.v1';
import type { NewEvent } from '@throughcare/events/define-event';
import { addMonths, differenceInDays, londonDate, type Day } from '@throughcare/base/calendar';
import { invalid } from '@throughcare/base/errors';
import type { DateChange } from '../timeline/note.entity';
import { factsOf, type AssessmentState } from '../assessment/assessment-state';

export const dateFields = ['releaseDate', 'accommodationRequiredFromDate'] as const;
export type DateField = (typeof dateFields)[number];

export interface Dates {
  readonly releaseDate: string | null;
  readonly accommodationRequiredFromDate: string;
}
export interface DatesDecision {
  readonly changes: Partial<Dates>;
  /** One for each date: clients show the first field of a note only. */
  readonly notes: readonly DateChange[];
  readonly events: readonly NewEvent[];
}

type Asked = { readonly [Field in DateField]?: string | null | undefined };

const refuse = (code: string, detail: string) => invalid(code, { detail });

/** Days by which the release lies after the day a place is needed from; above 0 the pair cannot be. */
const excess = ({ releaseDate, accommodationRequiredFromDate }: Dates): number =>
  releaseDate === null ? 0 : Math.max(0, differenceInDays(accommodationRequiredFromDate, releaseDate));

/**
 * Release may not lie after the day a place is needed from. A pair that is broken already, as old referrals may be, need not be
 * mended at once: what makes it better is taken. Clients take the sentences apart: the text before the colon tells them which
 * date is wrong, the text after it is the other date.
 */
const requirePair = (current: Dates, next: Dates, asked: Asked): void => {
  const broken = excess(next);
  if (broken === 0 || broken < excess(current)) return;
  if (asked.releaseDate != null) {
    const other = next.accommodationRequiredFromDate;
    const detail = `Release date cannot be after accommodation required from date: ${other}`;
    throw refuse('RELEASE_AFTER_REQUIRED_FROM', detail);
  }
  const detail = `Accommodation required from date cannot be before release date: ${next.releaseDate ?? ''}`;
  throw refuse('REQUIRED_FROM_BEFORE_RELEASE', detail);
};

const moved = ({ updatedFrom, updatedTo }: DateChange) => ({
  ...(updatedFrom !== null && { from: updatedFrom }),
  to: updatedTo,
});

/** A date that far away is a slip of the hand. Without a field: clients have no words for one here, and show the sentence's page. */
const requireNear = (asked: Asked, today: Day): void => {
  const isFar = dateFields
    .map((field) => asked[field])
    .some((day) => day != null && (day < addMonths(today, -60) || day > addMonths(today, 24)));
  if (isFar)
    throw refuse('DATE_TOO_FAR', 'The date must be no more than two years ahead, and no more than five years ago');
};

/** Changes one of the two dates, or both together. */
export const changeDates = (
  current: AssessmentState & Dates,
  asked: Asked,
  byUserId: string,
  now: Date,
): DatesDecision => {
  if (dateFields.every((field) => asked[field] == null)) throw refuse('DATE_MISSING', 'One date is needed');
  requireNear(asked, londonDate(now));
  const next: Dates = {
    releaseDate: asked.releaseDate ?? current.releaseDate,
    accommodationRequiredFromDate: asked.accommodationRequiredFromDate ?? current.accommodationRequiredFromDate,
  };
  const notes = dateFields.flatMap((fieldName): DateChange[] => {
    const updatedTo = next[fieldName];
    const isChanged = updatedTo !== null && updatedTo !== current[fieldName];
    return isChanged ? [{ fieldName, updatedFrom: current[fieldName], updatedTo }] : [];
  });
  if (notes.length === 0) return { changes: {}, notes, events: [] };
  requirePair(current, next, asked);
  const event = AssessmentUpdated.of({
    ...factsOf(current),
    ...Object.fromEntries(notes.map((note) => [note.fieldName, moved(note)])),
    byUserId,
    at: now.toISOString(),
  });
  return {
    changes: Object.fromEntries(notes.map(({ fieldName, updatedTo }) => [fieldName, updatedTo])),
    notes,
    events: [event],
  };
};
