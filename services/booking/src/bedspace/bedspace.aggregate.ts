import type { AggregateType } from '@throughcare/messaging/aggregate';
import { Bedspace } from './bedspace.entity';

export const bedspaces: AggregateType<Bedspace> = {
  entity: Bedspace,
  table: 'bedspace',
  // A property and its bedspaces are one line.
  keyOf: ({ premisesId }) => premisesId,
  missing: 'BEDSPACE_NOT_FOUND',
  // Whose the end is: no date follows from it.
  bookkeeping: ['updatedAt', 'endsWithPremises', 'ownEndDate'],
};
