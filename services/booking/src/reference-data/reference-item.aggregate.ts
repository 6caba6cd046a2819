import type { AggregateType } from '@throughcare/messaging/aggregate';
import { ReferenceItemRow } from './reference-item.entity';

export const referenceItems: AggregateType<ReferenceItemRow> = {
  entity: ReferenceItemRow,
  table: 'reference_item',
  id: 'aggregateId',
  keyOf: ({ list }) => list,
  missing: 'REFERENCE_ITEM_NOT_FOUND',
};
