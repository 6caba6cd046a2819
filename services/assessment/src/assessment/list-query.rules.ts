import { invalid } from '@throughcare/platform/errors';
import { statuses, type AssessmentStatus } from './assessment-state';

export type RawQuery = Readonly<Record<string, string | readonly string[] | undefined>>;

const sortFields = ['name', 'crn', 'arrivalDate', 'status', 'createdAt', 'probationDeliveryUnitName'] as const;
export type SortField = (typeof sortFields)[number];

/** Statuses of other accommodation services: asked for alone they match nothing, rather than count as no filter. */
const foreignStatuses = ['awaiting_response', 'completed', 'reallocated', 'in_progress', 'not_started'];

export interface ListQuery {
  readonly statuses?: readonly AssessmentStatus[];
  readonly sortBy: SortField;
  readonly sortDirection: 'asc' | 'desc';
  readonly page?: { readonly number: number; readonly size: number };
  readonly crn?: string;
  readonly name?: string;
}

const one = (value: RawQuery[string]): string | undefined => (typeof value === 'string' ? value : value?.at(-1));
const all = (value: RawQuery[string]): readonly string[] => (value === undefined ? [] : [value].flat());

const wholeNumber = (name: string, text: string | undefined, max: number): number | undefined => {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > max) {
    throw invalid('INVALID_QUERY', { detail: `${name} is a whole number from 1 to ${max}` });
  }
  return value;
};

const statusFilter = (raw: RawQuery): Pick<ListQuery, 'statuses'> => {
  const asked = all(raw.statuses).flatMap((value) => value.split(','));
  const known = statuses.filter((status) => asked.includes(status));
  return known.length > 0 || asked.some((value) => foreignStatuses.includes(value)) ? { statuses: known } : {};
};

/** A whole CRN in any case, or part of a name. */
const personFilter = (raw: RawQuery): Pick<ListQuery, 'crn' | 'name'> => {
  const text = one(raw.crnOrName)?.trim();
  if (!text) return {};
  return /^[a-z]\d{6}$/i.test(text) ? { crn: text.toUpperCase() } : { name: text };
};

/** Reads the query as clients send it: unknown values count as absent, and no `page` means every row. */
export const readListQuery = (raw: RawQuery): ListQuery => {
  const number = wholeNumber('page', one(raw.page), 1_000_000);
  const size = wholeNumber('perPage', one(raw.perPage), 1000) ?? 10;
  return {
    ...statusFilter(raw),
    ...personFilter(raw),
    sortBy: sortFields.find((field) => field === one(raw.sortBy)) ?? 'arrivalDate',
    sortDirection: one(raw.sortDirection) === 'desc' ? 'desc' : 'asc',
    ...(number !== undefined && { page: { number, size } }),
  };
};

/** The four headers from which clients draw their pager. */
export const pageHeaders = (page: NonNullable<ListQuery['page']>, total: number): Readonly<Record<string, string>> => ({
  'X-Pagination-CurrentPage': String(page.number),
  'X-Pagination-TotalPages': String(Math.ceil(total / page.size)),
  'X-Pagination-TotalResults': String(total),
  'X-Pagination-PageSize': String(page.size),
});
