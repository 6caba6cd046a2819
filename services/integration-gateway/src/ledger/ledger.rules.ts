import type { NewEvent } from '@throughcare/events/define-event';
import { SyncApplied } from '@throughcare/events/sync-applied.v1';
import { SyncParked } from '@throughcare/events/sync-parked.v1';
import { backoffSeconds } from '../backoff.rules';

/**
 * ready → claimed (committed before the send) → published (SNS answered) → confirmed (seen back).
 * parked waits for what `reason` names; unconfirmed: nobody knows whether it was sent, so people decide; dry-run: never sent.
 */
export type OperationState = 'ready' | 'claimed' | 'published' | 'confirmed' | 'parked' | 'unconfirmed' | 'dry-run';
export type ParkReason = 'NO_CRN' | 'UNCONFIRMED' | 'REFUSED' | 'SWITCHED_OFF' | 'BEHIND_PARKED';

/** What was seen of an operation from outside. */
export type Evidence =
  'detail-fetched' | 'topic-echo' | 'address-created' | 'address-updated' | 'said-by-staff' | 'answered';

export interface Operation {
  readonly id: string;
  readonly eventId: string;
  /** Set on a message of an older type: the event it goes out beside. */
  readonly beside?: string | null;
  readonly target: 'ndelius' | 'nomis';
  readonly operation: string;
  readonly crn: string | null;
  readonly state: OperationState;
  readonly attempts: number;
  readonly claimedAt: Date | null;
  readonly doubt: boolean;
  readonly takenAt: Date | null;
}

export interface Changes {
  state?: OperationState;
  reason?: ParkReason | null;
  nextAttemptAt?: Date;
  claimedBy?: null;
  doubt?: boolean;
  publishedAt?: Date;
  messageId?: string;
  evidence?: Evidence;
  takenAt?: Date;
  confirmedAt?: Date;
  lastError?: string | null;
}
export interface Step {
  readonly changes: Changes;
  readonly events: readonly NewEvent[];
}

/** Why a send failed. `unsent`: certainly nothing left; otherwise the outcome is unknown. `permanent`: it never will. */
export interface SendFailure {
  readonly code: string;
  readonly unsent: boolean;
  readonly permanent: boolean;
  readonly retryAfter?: number;
}

const NOTHING: Step = { changes: {}, events: [] };

/**
 * True where the consumer does no harm on a copy. The same arrival twice makes two addresses, the same correction twice
 * appends its text twice; a departure repeats safely because no later stay of the person is told before it is settled.
 */
export const isRepeatable = (operation: string): boolean =>
  operation !== 'person.arrived' && !operation.endsWith('.updated');

/** Evidence that shows the effect, not only that the message came: the address events where nDelius sends them. */
const proof: Readonly<Record<string, readonly Evidence[]>> = {
  'person.arrived': ['address-created', 'said-by-staff'],
  'person.arrived.updated': ['address-updated', 'said-by-staff'],
  'person.departed': ['address-updated', 'said-by-staff'],
};
const CONTACT_ONLY: readonly Evidence[] = ['detail-fetched', 'said-by-staff'];
const confirms = (operation: string, evidence: Evidence): boolean =>
  (proof[operation] ?? CONTACT_ONLY).includes(evidence);

const facts = (op: Operation) => ({
  ...{ operationId: op.id, target: op.target, operation: op.operation, sourceEventId: op.beside ?? op.eventId },
  ...(op.crn !== null && { crn: op.crn }),
});
const applied = (op: Operation, outcome: 'published' | 'confirmed', now: Date) =>
  SyncApplied.of({ ...facts(op), outcome, at: now.toISOString() });
const parked = (op: Operation, reason: ParkReason, now: Date) =>
  SyncParked.of({ ...facts(op), reason, at: now.toISOString() });

/** SNS has taken the message. The consumer may have been quicker than the answer. */
export const answered = (op: Operation, messageId: string, now: Date): Step => {
  if (op.state !== 'claimed') return { changes: { messageId }, events: [] };
  const confirmed = op.takenAt !== null && confirms(op.operation, 'detail-fetched');
  return {
    changes: {
      ...{ state: confirmed ? 'confirmed' : 'published', messageId, publishedAt: now, claimedBy: null },
      ...{ doubt: false, lastError: null },
      ...(op.takenAt === null && { evidence: 'answered' }),
      ...(confirmed && { confirmedAt: now }),
    },
    events: [applied(op, 'published', now), ...(confirmed ? [applied(op, 'confirmed', now)] : [])],
  };
};

/** Something outside shows that the message was there, or what it did. A look at what was never sent shows nothing. */
export const seen = (op: Operation, evidence: Evidence, now: Date): Step => {
  const wasOpen = op.state === 'claimed' || op.state === 'unconfirmed' || (op.state === 'ready' && op.doubt);
  if (!wasOpen && op.state !== 'published' && op.state !== 'confirmed') return NOTHING;
  const taken = evidence === 'detail-fetched' && op.takenAt === null ? { takenAt: now } : {};
  if (op.state === 'confirmed') return { changes: taken, events: [] };
  const confirmed = confirms(op.operation, evidence);
  const stronger = wasOpen || confirmed || evidence === 'detail-fetched';
  return {
    changes: {
      ...taken,
      ...(stronger && { evidence }),
      ...(wasOpen && { state: 'published', publishedAt: now, reason: null, claimedBy: null, doubt: false }),
      ...(confirmed && { state: 'confirmed', confirmedAt: now }),
    },
    events: [
      ...(wasOpen ? [applied(op, 'published', now)] : []),
      ...(confirmed ? [applied(op, 'confirmed', now)] : []),
    ],
  };
};

const again = (op: Operation, failure: SendFailure, now: Date, random: number): Step => {
  const seconds = backoffSeconds(op.attempts, random, failure.retryAfter);
  const nextAttemptAt = new Date(now.getTime() + seconds * 1000);
  return {
    changes: {
      ...{ state: 'ready', nextAttemptAt, claimedBy: null, lastError: failure.code },
      ...(!failure.unsent && { doubt: true }),
    },
    events: [],
  };
};

/** The send failed. Nothing is repeated that could do harm and may have arrived: that waits for evidence. */
export const failed = (op: Operation, failure: SendFailure, now: Date, random: number): Step => {
  if (op.state !== 'claimed') return NOTHING;
  if (failure.permanent) return park(op, 'REFUSED', now, failure.code);
  if (failure.unsent || isRepeatable(op.operation)) return again(op, failure, now, random);
  return { changes: { claimedBy: null, doubt: true, lastError: failure.code }, events: [] };
};

/** A claim whose sender never came back: it crashed, or its send ended without an answer. */
export const silent = (op: Operation, now: Date, evidenceMs: number): Step => {
  if (op.state !== 'claimed' || op.claimedAt === null) return NOTHING;
  if (isRepeatable(op.operation))
    return { changes: { state: 'ready', nextAttemptAt: now, claimedBy: null, doubt: true }, events: [] };
  if (now.getTime() - op.claimedAt.getTime() < evidenceMs) return NOTHING;
  return {
    changes: { state: 'unconfirmed', reason: 'UNCONFIRMED', claimedBy: null, doubt: true },
    events: [parked(op, 'UNCONFIRMED', now)],
  };
};

/** Holds an operation until what `reason` names has happened. */
export const park = (op: Operation, reason: ParkReason, now: Date, lastError: string | null = null): Step => ({
  changes: { state: 'parked', reason, claimedBy: null, lastError },
  events: [parked(op, reason, now)],
});

/** A person looked into nDelius and says what became of it: it is there (or was told by hand), or it never came and is sent. */
export const resolved = (op: Operation, outcome: 'sent' | 'not-sent', now: Date): Step | undefined => {
  if (op.state !== 'unconfirmed' && op.state !== 'parked') return undefined;
  if (outcome === 'not-sent')
    return { changes: { state: 'ready', reason: null, nextAttemptAt: now, doubt: false }, events: [] };
  if (op.state === 'unconfirmed') return seen(op, 'said-by-staff', now);
  return {
    changes: { state: 'confirmed', reason: null, confirmedAt: now, evidence: 'said-by-staff' },
    events: [applied(op, 'confirmed', now)],
  };
};

/** True while later operations of the same person have to wait for this one. */
export const blocksFollowers = (state: OperationState, reason: ParkReason | null): boolean =>
  state === 'unconfirmed' || (state === 'parked' && reason !== 'SWITCHED_OFF' && reason !== 'BEHIND_PARKED');
