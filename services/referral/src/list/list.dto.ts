import { Day, Int, ListOf, OneOf, Optional, Text } from '@throughcare/platform/dto';
import { SORTS, STAGES } from './list.rules';

const SCOPES = ['mine', 'region'] as const;
const DIRECTIONS = ['asc', 'desc'] as const;

/** Unknown names and values are refused. */
export class ReferralListQuery {
  @Optional()
  @OneOf(SCOPES, {
    description: 'mine: drafts and all that the caller has sent; region: what was sent to their region',
  })
  scope?: (typeof SCOPES)[number];
  @Optional()
  @Text({ max: 255, blank: true, description: 'whole CRN, whole reference, or words of a name' })
  search?: string;
  @Optional() @ListOf(STAGES, { description: 'repeated' }) stages?: (typeof STAGES)[number][];
  @Optional() @Day({ description: 'begun on this day or later' }) createdFrom?: string;
  @Optional() @Day({ description: 'begun on this day or earlier', notBefore: 'createdFrom' }) createdTo?: string;
  @Optional() @Day({ description: 'submitted on this day or later' }) submittedFrom?: string;
  @Optional()
  @Day({ description: 'submitted on this day or earlier', notBefore: 'submittedFrom' })
  submittedTo?: string;
  @Optional() @Day({ description: 'place needed on this day or later' }) requiredFrom?: string;
  @Optional()
  @Day({ description: 'place needed on this day or earlier', notBefore: 'requiredFrom' })
  requiredTo?: string;
  @Optional()
  @OneOf(SORTS, { description: 'default createdAt; what has no such day comes last' })
  sortBy?: (typeof SORTS)[number];
  @Optional() @OneOf(DIRECTIONS, { description: 'default desc' }) sortDirection?: (typeof DIRECTIONS)[number];
  @Optional() @Int({ min: 1, max: 1_000_000, description: 'default 1' }) page?: number;
  @Optional() @Int({ min: 1, max: 100, description: 'default 10' }) perPage?: number;
}
