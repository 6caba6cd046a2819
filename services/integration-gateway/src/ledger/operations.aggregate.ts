import type { AggregateType } from '@throughcare/messaging/aggregate';
import { SyncOperation } from './sync-operation.entity';

export const operations: AggregateType<SyncOperation> = {
  entity: SyncOperation,
  table: 'sync_operation',
  keyOf: ({ eventKey }) => eventKey,
  missing: 'OPERATION_NOT_FOUND',
  // Its events report what became of it; how it came to that is the ledger's own.
  bookkeeping: [
    'seq',
    'state',
    'reason',
    'warnings',
    'attempts',
    'nextAttemptAt',
    'claimedAt',
    'claimedBy',
    'doubt',
    'publishedAt',
    'messageId',
    'evidence',
    'takenAt',
    'fetches',
    'copies',
    'lastReadAt',
    'addressId',
    'confirmedAt',
    'lastError',
    'heldEvent',
    'person',
    'crn',
    'madeWith',
    'occurredAt',
  ],
};
