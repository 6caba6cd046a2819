import type { AggregateType } from '@throughcare/messaging/aggregate';
import { Premises } from './premises.entity';

export const properties: AggregateType<Premises> = {
  entity: Premises,
  table: 'premises',
  // A property and its bedspaces are one line.
  keyOf: ({ id }) => id,
  missing: 'PREMISES_NOT_FOUND',
  bookkeeping: ['updatedAt'],
};
