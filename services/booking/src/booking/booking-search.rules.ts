import { byText, foldKey, isFoundIn } from '@throughcare/base/folding';
import type { Person } from '@throughcare/platform/people';
import type { StoredStatus } from './booking.entity';

export const PAGE_SIZE = 10;

export interface FoundBooking {
  readonly id: string;
  readonly crn: string;
  readonly arrivalDate: string;
  readonly departureDate: string;
  readonly createdAt: Date;
}

const SORT_FIELDS = ['name', 'crn', 'startDate', 'endDate', 'createdAt'] as const;
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

export type People = ReadonlyMap<string, Person>;

/** The name this caller may see; empty for a masked one, which clients then label. */
export const visibleName = (people: People, crn: string): string => {
  const person = people.get(crn);
  return person?.type === 'FullPerson' ? person.name : '';
};

/** The whole CRN, or a part of a name that the caller may see: a hidden name is never a way to find a booking. */
export const matching = <T extends FoundBooking>(rows: readonly T[], text: string, people: People): T[] => {
  const wanted = text.trim();
  if (wanted === '') return [...rows];
  return rows.filter(
    ({ crn }) => crn.toLowerCase() === wanted.toLowerCase() || isFoundIn(visibleName(people, crn), wanted),
  );
};

const keyOf = (row: FoundBooking, field: SortField, name: string): string =>
  ({
    name: foldKey(name),
    crn: row.crn,
    startDate: row.arrivalDate,
    endDate: row.departureDate,
    createdAt: row.createdAt.toISOString(),
  })[field];

/** Over the whole list, not only within a page; equal keys by visible name, then id. */
export const sorted = <T extends FoundBooking>(
  rows: readonly T[],
  { field, direction }: { field: SortField; direction: 'asc' | 'desc' },
  people: People,
): T[] => {
  const sign = direction === 'desc' ? -1 : 1;
  return rows
    .map((row) => {
      const name = visibleName(people, row.crn);
      return { row, key: keyOf(row, field, name), name: foldKey(name) };
    })
    .sort((a, b) => sign * byText(a.key, b.key) || byText(a.name, b.name) || byText(a.row.id, b.row.id))
    .map(({ row }) => row);
};

export interface Page<T> {
  readonly rows: readonly T[];
  /** Absent when no page was asked for: then everything is there. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Pages count from 1; one that does not exist is empty. */
export const pageOf = <T>(rows: readonly T[], page: number | undefined): Page<T> => {
  if (page === undefined) return { rows, headers: {} };
  const from = (page - 1) * PAGE_SIZE;
  return {
    rows: rows.slice(from, from + PAGE_SIZE),
    headers: {
      'X-Pagination-CurrentPage': String(page),
      'X-Pagination-TotalPages': String(Math.ceil(rows.length / PAGE_SIZE)),
      'X-Pagination-TotalResults': String(rows.length),
      'X-Pagination-PageSize': String(PAGE_SIZE),
    },
  };
};
