import { reasonOfMovement } from '@throughcare/hmpps/classification.rules';
import { utcOf, type Moment } from '@throughcare/hmpps/moment.rules';
import { fingerprintOf, type KnownState, type Movement, type Verdict } from '../custody/custody.rules';

/** What the gateway has heard of a person until now. */
export interface HeardOf {
  /** What was last published. */
  readonly known: KnownState | undefined;
  readonly claims: readonly {
    readonly claim: Gap['is'];
    readonly state: 'pending' | 'published' | 'settled';
    readonly occurredAt: Moment;
  }[];
  /** Since when the person is followed. Movements before this date are not counted as gaps. */
  readonly since: Moment | undefined;
}

/** `NO_MESSAGE`: none came. `MESSAGE_NOT_BELIEVED`: one came when the prison did not show it (yet), and was given up. */
export type GapCode = 'NO_MESSAGE' | 'MESSAGE_NOT_BELIEVED';
export const GAP_CODES: readonly GapCode[] = ['NO_MESSAGE', 'MESSAGE_NOT_BELIEVED'];

/** A movement that the prison shows and the gateway has not taken. */
export interface Gap {
  readonly is: 'released' | 'received' | 'died';
  readonly code: GapCode;
  readonly movement: Movement;
}

const NANOS_PER_MS = 1_000_000n;
/** Some messages give the minute of a movement, some the moment it was keyed. */
const SLACK_NANOS = 60_000n * NANOS_PER_MS;

const earlier = (one: bigint, other: bigint) => (one < other ? one : other);
const later = (one: bigint, other: bigint) => (one > other ? one : other);

const isTaken = (movement: Movement, { known, since }: HeardOf): boolean => {
  if (known)
    return known.fingerprint === fingerprintOf(movement) || movement.recordedAt.nanos <= BigInt(known.recordedNanos);
  return since === undefined || movement.recordedAt.nanos < since.nanos;
};

/**
 * Compares the prison's newest movement with what was heard. A movement that would start or end nothing here is no gap, whether
 * its message came or not; one younger than `graceMs` may still have its message on the way.
 */
export const gapIn = (verdict: Verdict, heard: HeardOf, now: Date, graceMs: number): Gap | undefined => {
  if (verdict.is === 'unsettled' || verdict.is === 'ignorable') return undefined;
  const { is, movement } = verdict;
  const { at, recordedAt } = movement;
  const dueMs = Number(later(at.nanos, recordedAt.nanos) / NANOS_PER_MS) + graceMs;
  if (now.getTime() < dueMs || isTaken(movement, heard)) return undefined;
  if (heard.claims.some(({ state }) => state === 'pending')) return undefined;
  const from = earlier(at.nanos, recordedAt.nanos) - SLACK_NANOS;
  const came = heard.claims.some(({ claim, occurredAt }) => claim === is && occurredAt.nanos >= from);
  return { is, code: came ? 'MESSAGE_NOT_BELIEVED' : 'NO_MESSAGE', movement };
};

/**
 * What the delayed family would have said of the movement, as it would lie in the queue: so it is classified, recognised and
 * verified like any other. Its message id says where it comes from.
 */
export const messageFor = ({ id, noms, gap }: { id: string; noms: string; gap: Gap }): string => {
  const { type, code, direction, recordedAt, prisonId } = gap.movement;
  const event = {
    eventType: `prison-offender-events.prisoner.${gap.is === 'received' ? 'received' : 'released'}`,
    occurredAt: utcOf(recordedAt),
    personReference: { identifiers: [{ type: 'NOMS', value: noms }] },
    additionalInformation: {
      nomsNumber: noms,
      reason: reasonOfMovement(type, direction, code),
      nomisMovementReasonCode: code,
      ...(prisonId !== undefined && { prisonId }),
    },
  };
  return JSON.stringify({ Type: 'Notification', MessageId: `gap ${id}`, Message: JSON.stringify(event) });
};
