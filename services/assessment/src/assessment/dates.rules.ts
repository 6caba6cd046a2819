import { invalid } from '@throughcare/platform/errors';

export const dateFields = ['releaseDate', 'accommodationRequiredFromDate'] as const;
export type DateField = (typeof dateFields)[number];

export interface Dates {
  readonly releaseDate: string | null;
  readonly accommodationRequiredFromDate: string;
}
export interface DateChange {
  readonly fieldName: DateField;
  /** Null when the referral named no release date: clients format it without a guard, and an empty text breaks their page. */
  readonly updatedFrom: string | null;
  readonly updatedTo: string;
}

const refuse = (code: string, detail: string) => invalid(code, { detail });

/**
 * Changes one of the two dates; release may not lie after the day a place is needed from. Clients take the sentences
 * apart: the text before the colon tells them which date is wrong, the text after it is the other date.
 */
export const changeDate = (
  current: Dates,
  asked: { readonly [Field in DateField]?: string | null | undefined },
): { changes: Partial<Dates>; note?: DateChange } => {
  const [field, second] = dateFields.filter((name) => asked[name] != null);
  if (!field) throw refuse('DATE_MISSING', 'One date is needed');
  if (second) throw refuse('ONE_DATE_AT_A_TIME', 'Cannot update both dates');
  const next = { ...current, [field]: asked[field] };
  if (next.releaseDate !== null && next.releaseDate > next.accommodationRequiredFromDate) {
    throw field === 'releaseDate'
      ? refuse(
          'RELEASE_AFTER_REQUIRED_FROM',
          `Release date cannot be after accommodation required from date: ${current.accommodationRequiredFromDate}`,
        )
      : refuse(
          'REQUIRED_FROM_BEFORE_RELEASE',
          `Accommodation required from date cannot be before release date: ${current.releaseDate ?? ''}`,
        );
  }
  const updatedTo = next[field] ?? '';
  if (current[field] === updatedTo) return { changes: {} };
  return { changes: { [field]: updatedTo }, note: { fieldName: field, updatedFrom: current[field], updatedTo } };
};
