import type { SyncOperation } from '@throughcare/api/ops/sync';
import type { Doubt, OperationState, ParkReason } from './ledger.rules';

interface Viewed {
  readonly id: string;
  readonly eventId: string;
  readonly target: string;
  readonly operation: string;
  readonly state: OperationState;
  readonly reason: ParkReason | Doubt | null;
  readonly warnings: readonly string[];
  readonly attempts: number;
  readonly evidence: string | null;
  readonly fetches: number;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly publishedAt: Date | null;
  readonly takenAt: Date | null;
  readonly lastReadAt: Date | null;
  readonly confirmedAt: Date | null;
}

/** A consumer that can use what it read reads it once; nDelius reads it again only when it could not. */
const READ_AGAIN = 1;

const iso = (date: Date | null) => date?.toISOString() ?? null;

/** Earlier versions called what had only been read confirmed. */
export const shownState = ({ state, evidence }: Pick<Viewed, 'state' | 'evidence'>): OperationState =>
  state === 'confirmed' && evidence === 'detail-fetched' ? 'read' : state;

/** What is shown of an operation; what waits for a move before it is held, not ready. */
export const toOperation = (op: Viewed, heldBy: string | null): SyncOperation => ({
  operationId: op.id,
  eventId: op.eventId,
  target: op.target,
  operation: op.operation,
  state: heldBy === null ? shownState(op) : 'held',
  heldBy,
  reason: op.reason,
  evidence: op.evidence,
  warnings: [...op.warnings, ...(op.fetches > READ_AGAIN ? ['READ_AGAIN_BY_CONSUMER'] : [])],
  attempts: op.attempts,
  fetches: op.fetches,
  lastError: op.lastError,
  recordedAt: op.createdAt.toISOString(),
  publishedAt: iso(op.publishedAt),
  takenAt: iso(op.takenAt),
  lastReadAt: iso(op.lastReadAt),
  confirmedAt: iso(op.confirmedAt),
});
