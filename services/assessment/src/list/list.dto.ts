import { Int, ListOf, Optional, Text } from '@throughcare/platform/dto';

/** Unknown values count as absent, as existing clients expect; unknown names are refused. */
export class ListAssessments {
  @Optional() @ListOf('text', { description: 'repeated or with commas' }) statuses?: string[];
  @Optional() @Text({ max: 255, blank: true, description: 'whole CRN, or words of a name' }) crnOrName?: string;
  @Optional() @Text({ max: 100, blank: true, description: 'unknown values count as arrivalDate' }) sortBy?: string;
  @Optional() @Text({ max: 100, blank: true, description: 'asc or desc' }) sortDirection?: string;
  @Optional() @Int({ min: 1, max: 1_000_000, description: 'without it every row and no page headers' }) page?: number;
  @Optional() @Int({ min: 1, max: 1000, description: 'default 10' }) perPage?: number;
}
