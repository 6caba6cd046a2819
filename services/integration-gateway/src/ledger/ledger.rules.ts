import type { NewEvent } from '@throughcare/events/define-event';
import { SyncApplied } from '@throughcare/events/sync-applied.v1';
import { SyncParked } from '@throughcare/events/sync-parked.v1';
import { SyncDoubted } from '@throughcare/events/sync-doubted.v1';
import { backoffSeconds } from '../backoff.rules';
import { isRepeatable, type Evidence } from './evidence.rules';

export const STATES = [
  ...(['ready', 'claimed', 'published', 'read', 'confirmed', 'parked', 'unconfirmed'] as const),
  ...(['read-again', 'no-address', 'dry-run'] as const),
] as const;

/**
 * ready → claimed (committed before the send) → published (SNS answered) → read (the consumer fetched the detail) → confirmed (its
 * effect was seen). parked waits for what `reason` names; dry-run: never sent. For people to look into: unconfirmed (nobody knows
 * whether it was sent), read-again (the detail was read more often than it was sent: it could not be used, or was used twice),
 * no-address (read, and the address that nDelius would have told did not come).
 */
export type OperationState = (typeof STATES)[number];
export type Doubt = 'READ_AGAIN' | 'NO_ADDRESS' | 'READ_AFTER_CONFIRMED';
/** It came after something was told that would undo it or be undone by it. */
export const LATE = ['LATER_STAY_SENT', 'DEPARTURE_SENT', 'CORRECTION_SENT'] as const;
export type Late = (typeof LATE)[number];
export type ParkReason = 'NO_CRN' | 'UNCONFIRMED' | 'REFUSED' | 'SWITCHED_OFF' | 'BEHIND_PARKED' | Late;
/** Who is parked for these keeps nobody back. */
export const PASSED_BY: readonly (ParkReason | Doubt | null)[] = ['SWITCHED_OFF', 'BEHIND_PARKED', ...LATE];

export interface Operation {
  readonly id: string;
  readonly eventId: string;
  /** Set on a message of an older type: the event it goes out beside. */
  readonly beside?: string | null;
  readonly target: 'ndelius' | 'nomis';
  readonly operation: string;
  readonly crn: string | null;
  readonly state: OperationState;
  readonly reason: ParkReason | Doubt | null;
  readonly attempts: number;
  readonly claimedAt: Date | null;
  readonly doubt: boolean;
  readonly publishedAt: Date | null;
  readonly takenAt: Date | null;
  /** Reads of its detail since it was (perhaps) sent. */
  readonly fetches: number;
  /** How often it may have been sent beyond the once that counts. */
  readonly copies: number;
}

export interface Changes {
  state?: OperationState;
  reason?: ParkReason | Doubt | null;
  nextAttemptAt?: Date;
  claimedBy?: null;
  doubt?: boolean;
  publishedAt?: Date;
  messageId?: string;
  evidence?: Evidence;
  takenAt?: Date | null;
  fetches?: number;
  copies?: number;
  lastReadAt?: Date;
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

export const NOTHING: Step = { changes: {}, events: [] };

const facts = (op: Operation) => ({
  operationId: op.id,
  target: op.target,
  operation: op.operation,
  sourceEventId: op.beside ?? op.eventId,
  ...(op.crn !== null && { crn: op.crn }),
});
export const applied = (op: Operation, outcome: 'published' | 'read' | 'confirmed', now: Date) =>
  SyncApplied.of({ ...facts(op), outcome, at: now.toISOString() });
export const doubted = (op: Operation, reason: Doubt, now: Date) =>
  SyncDoubted.of({ ...facts(op), reason, at: now.toISOString() });
const parked = (op: Operation, reason: ParkReason, now: Date) =>
  SyncParked.of({ ...facts(op), reason, at: now.toISOString() });

/** SNS has taken the message. The consumer may have been quicker than the answer. */
export const answered = (op: Operation, messageId: string, now: Date): Step => {
  if (op.state !== 'claimed') return { changes: { messageId }, events: [] };
  const isRead = op.takenAt !== null;
  return {
    changes: {
      state: isRead ? 'read' : 'published',
      messageId,
      publishedAt: now,
      claimedBy: null,
      doubt: false,
      lastError: null,
      ...(!isRead && { evidence: 'answered' }),
    },
    events: [applied(op, 'published', now), ...(isRead ? [applied(op, 'read', now)] : [])],
  };
};

const again = (op: Operation, failure: SendFailure, now: Date, random: number): Step => {
  const seconds = backoffSeconds(op.attempts, random, failure.retryAfter);
  const nextAttemptAt = new Date(now.getTime() + seconds * 1000);
  return {
    changes: {
      state: 'ready',
      nextAttemptAt,
      claimedBy: null,
      lastError: failure.code,
      ...(!failure.unsent && { doubt: true, copies: op.copies + 1 }),
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
    return {
      changes: { state: 'ready', nextAttemptAt: now, claimedBy: null, doubt: true, copies: op.copies + 1 },
      events: [],
    };
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

/** True while later operations of the same person have to wait for this one. */
export const blocksFollowers = (state: OperationState, reason: ParkReason | Doubt | null): boolean =>
  state === 'unconfirmed' || (state === 'parked' && !PASSED_BY.includes(reason));
