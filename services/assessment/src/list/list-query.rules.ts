import { isCrn } from '@throughcare/base/person-numbers';
import type { ArsonRisk, MappaLevel, RoshLevel } from '@throughcare/api/cas3/risks';
import { statuses, type AssessmentStatus } from '../assessment/assessment-state';

/** What a list is narrowed by, each by itself. */
export interface Filters {
  readonly probationDeliveryUnitIds?: readonly string[];
  readonly mine?: boolean;
  readonly allocatedToUserId?: string;
  readonly requiredFrom?: string;
  readonly requiredTo?: string;
  readonly receivedFrom?: string;
  readonly receivedTo?: string;
  readonly overdue?: boolean;
  readonly sexualRisk?: boolean;
  readonly sources?: readonly string[];
  readonly sexes?: readonly ('female' | 'male' | 'unknown')[];
  readonly roshLevels?: readonly RoshLevel[];
  readonly mappaLevels?: readonly MappaLevel[];
  readonly arsonRisks?: readonly ArsonRisk[];
}

/** As clients send it. */
export interface RawQuery extends Filters {
  readonly statuses?: readonly string[];
  readonly crnOrName?: string;
  readonly sortBy?: string;
  readonly sortDirection?: string;
  readonly page?: number;
  readonly perPage?: number;
}

const sortFields = [
  ...(['name', 'crn', 'arrivalDate', 'status', 'createdAt', 'probationDeliveryUnitName'] as const),
  ...(['releaseDate', 'allocatedTo', 'dueAt'] as const),
] as const;
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
  readonly filters: Filters;
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
  return isCrn(text.toUpperCase()) ? { crn: text.toUpperCase() } : { name: text };
};

/** Reads the query as clients send it: unknown values count as absent, and no `page` means every row. */
export const readListQuery = (raw: RawQuery): ListQuery => {
  const { statuses: _s, crnOrName: _c, sortBy, sortDirection, page, perPage, ...filters } = raw;
  return {
    ...statusFilter(raw),
    ...personFilter(raw),
    sortBy: sortFields.find((field) => field === sortBy) ?? 'arrivalDate',
    sortDirection: sortDirection === 'desc' ? 'desc' : 'asc',
    ...(page !== undefined && { page: { number: page, size: perPage ?? 10 } }),
    filters,
  };
};
