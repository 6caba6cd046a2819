import type { AggregateType } from '@throughcare/messaging/aggregate';
import { CanaryRow } from './canary.entity';

export const canaries: AggregateType<CanaryRow> = {
  entity: CanaryRow,
  table: 'canary',
  // Its own ordering key: it waits for nobody and nobody waits for it.
  keyOf: () => 'canary',
  missing: 'CANARY_NOT_FOUND',
  // Of the canary that flies through the HMPPS topic.
  bookkeeping: ['hmppsSentAt', 'hmppsSeenAt'],
};
