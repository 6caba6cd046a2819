import type { AggregateType } from '@throughcare/messaging/aggregate';
import { VoidBedspace } from './void.entity';

export const voids: AggregateType<VoidBedspace> = {
  entity: VoidBedspace,
  table: 'void_bedspace',
  // A property, its bedspaces and their voids are one line.
  keyOf: ({ premisesId }) => premisesId,
  missing: 'VOID_NOT_FOUND',
  bookkeeping: ['updatedAt'],
};
