import { Int, OneOf, Optional, Text, Uuid } from '@throughcare/platform/dto';
import { LIST_NAMES } from './lists.rules';
import { SORT_FIELDS } from './booking-search.rules';

export class ListPath {
  @OneOf(LIST_NAMES) listName!: string;
}

export class BookingListQuery {
  @Optional() @OneOf(SORT_FIELDS) sortField?: string;
  @Optional() @OneOf(['asc', 'desc']) sortDirection?: string;
  @Optional() @Int({ min: 1 }) page?: number;
  @Optional() @Int({ min: 1, max: 100 }) perPage?: number;
  @Optional() @Text({ max: 255, blank: true }) crnOrName?: string;
  @Optional() @Uuid() probationDeliveryUnitId?: string;
}

export class WaitingListQuery {
  @Optional() @Int({ min: 1 }) page?: number;
  @Optional() @Int({ min: 1, max: 100 }) perPage?: number;
  @Optional() @Uuid() probationDeliveryUnitId?: string;
}
