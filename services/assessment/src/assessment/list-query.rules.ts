import { invalid } from '@throughcare/base/errors';
import { statuses, type AssessmentStatus } from './assessment-state';

/** As clients send it. */
export interface RawQuery {
  readonly statuses?: readonly string[];
  readonly crnOrName?: string;
  readonly sortBy?: string;
  readonly sortDirection?: string;
  readonly page?: number;
  readonly perPage?: number;
}

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

const statusFilter = (raw: RawQuery): Pick<ListQuery, 'statuses'> => {
  const asked = (raw.statuses ?? []).flatMap((value) => value.split(','));
  const known = statuses.filter((status) => asked.includes(status));
  return known.length > 0 || asked.some((value) => foreignStatuses.includes(value)) ? { statuses: known } : {};
};

/** A whole CRN in any case, or part of a name. */
const personFilter = (raw: RawQuery): Pick<ListQuery, 'crn' | 'name'> => {
  const text = raw.crnOrName?.trim();
  if (!text) return {};
  return /^[a-z]\d{6}$/i.test(text) ? { crn: text.toUpperCase() } : { name: text };
};

/** Reads the query as clients send it: unknown values count as absent, and no `page` means every row. */
export const readListQuery = (raw: RawQuery): ListQuery => ({
  ...statusFilter(raw),
  ...personFilter(raw),
  sortBy: sortFields.find((field) => field === raw.sortBy) ?? 'arrivalDate',
  sortDirection: raw.sortDirection === 'desc' ? 'desc' : 'asc',
  ...(raw.page !== undefined && { page: { number: raw.page, size: raw.perPage ?? 10 } }),
});

/** Rows whose names are asked for at once: twenty calls of the gateway. */
export const MOST_NAMED = 10_000;

/** A longer list is not sorted or searched by name, and says so rather than leave rows out. */
export const requireFew = (count: number): void => {
  if (count <= MOST_NAMED) return;
  throw invalid('LIST_TOO_LONG', {
    detail: 'There are too many referrals to sort or search by name. Choose a status, or search for a CRN',
  });
};

/** The four headers from which clients draw their pager. */
export const pageHeaders = (page: NonNullable<ListQuery['page']>, total: number): Readonly<Record<string, string>> => ({
  'X-Pagination-CurrentPage': String(page.number),
  'X-Pagination-TotalPages': String(Math.ceil(total / page.size)),
  'X-Pagination-TotalResults': String(total),
  'X-Pagination-PageSize': String(page.size),
});
