import { statuses, type AssessmentStatus } from '../assessment/assessment-state';

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
