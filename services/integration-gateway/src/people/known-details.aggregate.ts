import type { AggregateType } from '@throughcare/messaging/aggregate';
import { KnownDetailsRow } from './known-details.entity';

export const knownDetails: AggregateType<KnownDetailsRow> = {
  entity: KnownDetailsRow,
  table: 'known_details',
  keyOf: ({ crn }) => crn,
  missing: 'PERSON_NOT_FOUND',
};
