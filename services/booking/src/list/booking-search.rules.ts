import { isCrn } from '@throughcare/base/person-numbers';
import type { StoredStatus } from '../booking/booking.entity';

export const PAGE_SIZE = 10;

export const SORT_FIELDS = ['name', 'crn', 'startDate', 'endDate', 'createdAt'] as const;
export type SortField = (typeof SORT_FIELDS)[number];
const STATUSES: readonly string[] = [
  'provisional',
  'confirmed',
  'arrived',
  'departed',
  'cancelled',
  'closed',
  'notMinusArrived',
];

/** Unknown words count as absent, as existing clients expect. */
export const sortFieldOf = (text: string | undefined): SortField =>
  SORT_FIELDS.find((field) => field === text) ?? 'createdAt';

export const statusOf = (text: string | undefined): StoredStatus | undefined =>
  STATUSES.includes(text ?? '') ? (text as StoredStatus) : undefined;

export interface PersonAsked {
  readonly crn?: string;
  readonly name?: string;
}

/** A whole CRN in any case, or a part of a name that the caller may see: a hidden name is never a way to find a booking. */
export const personAsked = (typed: string): PersonAsked => {
  const text = typed.trim();
  if (text === '') return {};
  return isCrn(text.toUpperCase()) ? { crn: text.toUpperCase() } : { name: text };
};
