import type { Moment } from '@throughcare/hmpps/moment.rules';
import { londonMomentOf, utcOf } from '@throughcare/hmpps/moment.rules';
import type { CustodyClaim } from '@throughcare/hmpps/intake.rules';
import type { Direction, ReceivedKind } from '@throughcare/hmpps/classification.rules';
import { classify, looksLikeRecall, reasonOfMovement } from '@throughcare/hmpps/classification.rules';
import type { PrisonMovement, PrisonReading } from '../prison-api/prison-reading.rules';

/** A movement that can be relied on. */
export interface Movement {
  readonly type: string;
  readonly code: string;
  readonly direction: Direction;
  readonly at: Moment;
  readonly recordedAt: Moment;
  readonly prisonId?: string;
}

/** What the reading means. `unsettled`: the two halves disagree, so look again later. */
export type Verdict =
  | { readonly is: 'unsettled'; readonly name: string }
  | { readonly is: 'ignorable'; readonly name: string; readonly movement?: Movement }
  | { readonly is: 'released' | 'died'; readonly movement: Movement }
  | { readonly is: 'received'; readonly kind: ReceivedKind; readonly recall: boolean; readonly movement: Movement };

const directionOf = (movement: PrisonMovement): Direction | undefined => {
  if (movement.direction === 'IN' || movement.direction === 'OUT') return movement.direction;
  const byType: Readonly<Record<string, Direction>> = { REL: 'OUT', ADM: 'IN' };
  return byType[movement.type];
};

const movementOf = (movement: PrisonMovement): Movement | undefined => {
  const direction = directionOf(movement);
  const at = londonMomentOf(`${movement.date}T${movement.time}`);
  if (!direction || !at) return undefined;
  const prisonId = direction === 'OUT' ? movement.fromPrison : movement.toPrison;
  return {
    type: movement.type,
    code: movement.code ?? '',
    direction,
    at,
    recordedAt: londonMomentOf(movement.createdAt) ?? at,
    ...(prisonId !== undefined && { prisonId }),
  };
};

const differ = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other;

/** Reads the prison's state. `reading` is undefined when the prison API does not know the person. */
export const verdictOf = (reading: PrisonReading | undefined): Verdict => {
  if (!reading) return { is: 'ignorable', name: 'PersonUnknownToPrison' };
  const { booking } = reading;
  if (!reading.movement) return { is: 'ignorable', name: 'NoMovementInNomis' };
  if (differ(booking.movementType, reading.movement.type) || differ(booking.movementCode, reading.movement.code))
    return { is: 'unsettled', name: 'BookingAndMovementOutOfSync' };
  const movement = movementOf(reading.movement);
  if (!movement) return { is: 'ignorable', name: 'MovementUnreadable' };
  const reason = reasonOfMovement(movement.type, movement.direction, movement.code);
  if (reason === undefined) return { is: 'ignorable', name: 'NoConfigForMovement', movement };
  const classified = classify(movement.direction, reason, movement.code);
  if (classified.outcome === 'ignore') return { is: 'ignorable', name: classified.name, movement };
  if (classified.outcome === 'released' || classified.outcome === 'died')
    return booking.active
      ? { is: 'unsettled', name: 'BookingAndMovementOutOfSync' }
      : { is: classified.outcome, movement };
  if (!booking.active) return { is: 'ignorable', name: 'BookingInactive', movement };
  return { is: 'received', kind: classified.kind, recall: looksLikeRecall(movement.code), movement };
};

/** What was last published of a person. */
export interface KnownState {
  readonly fingerprint: string;
  readonly recordedNanos: string;
}

/** Same movement, same fingerprint, however often it is reported. */
export const fingerprintOf = ({ type, direction, code, at, prisonId }: Movement): string =>
  [type, direction, code, at.nanos, prisonId ?? ''].join('|');

export interface PendingClaim {
  readonly id: string;
  readonly claim: CustodyClaim['claim'];
  readonly occurredAt: Moment;
  /** Looks at the prison taken so far, this one not counted. */
  readonly looks: number;
}

/** What becomes of one message's claim. `agreed` ones are what a publication rests on. */
export type ClaimOutcome =
  | { readonly id: string; readonly outcome: 'agreed' }
  | { readonly id: string; readonly outcome: 'look-again'; readonly name: string }
  | { readonly id: string; readonly outcome: 'settled'; readonly name: string };

/** Looks at a prison that does not (yet) say what a message says: over about eleven minutes. */
const CHECKS_OF_A_DISAGREEMENT = 5;
/** Looks while booking and movement disagree with each other: over about two hours. */
const CHECKS_WHILE_UNSETTLED = 15;

const disagreement = (claim: PendingClaim, verdict: Exclude<Verdict, { is: 'unsettled' }>): ClaimOutcome => {
  const { id } = claim;
  const movement = verdict.movement;
  const ownName = verdict.is === 'ignorable' ? verdict.name : undefined;
  if (movement && movement.recordedAt.nanos > claim.occurredAt.nanos)
    return { id, outcome: 'settled', name: ownName ?? 'SupersededByLaterMovement' };
  // The prison shows the discharge the message speaks of, and it was not to the community.
  if (ownName !== undefined && movement?.type === 'REL' && claim.claim === 'released')
    return { id, outcome: 'settled', name: ownName };
  if (claim.looks + 1 < CHECKS_OF_A_DISAGREEMENT)
    return { id, outcome: 'look-again', name: ownName ?? 'PrisonDisagrees' };
  return { id, outcome: 'settled', name: ownName ?? 'PrisonDisagrees' };
};

const judge = (claim: PendingClaim, verdict: Verdict): ClaimOutcome => {
  const { id } = claim;
  if (verdict.is === 'unsettled')
    return claim.looks + 1 < CHECKS_WHILE_UNSETTLED
      ? { id, outcome: 'look-again', name: verdict.name }
      : { id, outcome: 'settled', name: verdict.name };
  // Some messages of a discharge do not say that it was a death: the prison does.
  const isDeath = verdict.is === 'died' && claim.claim === 'released';
  return verdict.is === claim.claim || isDeath ? { id, outcome: 'agreed' } : disagreement(claim, verdict);
};

/** Why an agreed state is not news, if it is not. */
const whyUnchanged = (agreed: readonly PendingClaim[], movement: Movement, known: KnownState | undefined) => {
  if (!known) return undefined;
  if (known.fingerprint === fingerprintOf(movement)) return 'AlreadyKnown';
  const seen = BigInt(known.recordedNanos);
  // The reading went back in time: a movement was deleted, which a newer message tells; or the reading is stale.
  const toldSince = agreed.some((claim) => claim.occurredAt.nanos > seen);
  return movement.recordedAt.nanos < seen && !toldSince ? 'OlderThanKnown' : undefined;
};

type Confirmed = Exclude<Verdict, { is: 'unsettled' | 'ignorable' }>;
export interface CustodyDecision {
  readonly outcomes: readonly ClaimOutcome[];
  readonly publish?: Confirmed;
}

/**
 * Judges all waiting messages of a person by one reading of the prison. Only a state that a message claims and the prison
 * shows is published, and only when it is news; the order in which messages came does not matter.
 */
export const decide = (
  claims: readonly PendingClaim[],
  verdict: Verdict,
  known: KnownState | undefined,
): CustodyDecision => {
  const outcomes = claims.map((claim) => judge(claim, verdict));
  const agreedIds = new Set(outcomes.filter(({ outcome }) => outcome === 'agreed').map(({ id }) => id));
  if (agreedIds.size === 0 || verdict.is === 'unsettled' || verdict.is === 'ignorable') return { outcomes };
  const name = whyUnchanged(
    claims.filter(({ id }) => agreedIds.has(id)),
    verdict.movement,
    known,
  );
  if (name === undefined) return { outcomes, publish: verdict };
  return { outcomes: outcomes.map((o) => (o.outcome === 'agreed' ? { id: o.id, outcome: 'settled', name } : o)) };
};

/** When the movement happened, as our events say it. */
export const occurredAtOf = (movement: Movement): string => utcOf(movement.at);
