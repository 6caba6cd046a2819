import { applied, type Operation, type ParkReason, type Step } from './ledger.rules';
import { seen } from './seen.rules';

/** A published message that nobody reads for so long lies among nDelius's dead letters, or will. */
export const UNTAKEN_SECONDS = 600;

const isUntaken = ({ state, takenAt, publishedAt }: Operation, now: Date): boolean =>
  state === 'published' &&
  takenAt === null &&
  publishedAt !== null &&
  now.getTime() - publishedAt.getTime() >= UNTAKEN_SECONDS * 1000;

/** True while a person has to look into nDelius and say what became of it. */
export const needsSomebody = (op: Operation, now: Date): boolean =>
  ['unconfirmed', 'parked', 'read-again', 'no-address'].includes(op.state) || isUntaken(op, now);

type Open = Operation & { readonly lastError: string | null };

const CHECK = 'Look in nDelius whether it is there: if so resolve it, if not resend it';
const CHECK_STAY = 'Look in nDelius whether it is there: if so resolve it, if not send everything of its booking again';
const lookFor = ({ operation }: Operation): string => (operation === 'person.arrived' ? CHECK_STAY : CHECK);
const parkedAdvice: Readonly<Record<ParkReason, string>> = {
  NO_CRN: 'It goes by itself once the person has a CRN',
  UNCONFIRMED: CHECK,
  REFUSED: 'Mend what lastError names, then resend it',
  SWITCHED_OFF: 'Switch it on in SYNC_SWITCHES and resend it, or tell nDelius by hand and resolve it',
  BEHIND_PARKED: 'It goes by itself once the one before it is settled',
  LATER_STAY_SENT:
    'It came late, and nDelius already has a later stay or move: enter this one there by hand and resolve it',
  DEPARTURE_SENT:
    'It came late, and its departure was sent: send everything of its booking again, or tell nDelius by hand and resolve it',
  CORRECTION_SENT:
    'It came late, and a correction of it was sent: send everything of its booking again, or tell nDelius by hand and resolve it',
};

/** What a person is to do about it; undefined when nothing is. */
export const adviceOn = (op: Open, now: Date): string | undefined => {
  if (!needsSomebody(op, now)) return undefined;
  if (op.lastError === 'ADDRESS_EMPTY') return 'The property has no address: tell nDelius by hand and resolve it';
  if (op.state === 'parked') return parkedAdvice[(op.reason ?? 'REFUSED') as ParkReason];
  const look = lookFor(op);
  if (op.reason === 'READ_AFTER_CONFIRMED')
    return 'nDelius may have taken it twice: have the second entry removed there, then resolve it';
  if (op.state === 'read-again')
    return `nDelius read it and could not use it: ask for its dead letters, mend the cause. ${look}`;
  if (op.state === 'published') return `nDelius has not read it: ask for its queue and dead letters. ${look}`;
  return look;
};

/** Why nobody can decide about it; undefined when somebody can. */
export const undecidable = (op: Open, outcome: 'sent' | 'not-sent', now: Date): string | undefined => {
  if (!needsSomebody(op, now)) return 'OPERATION_NOT_OPEN';
  if (outcome === 'not-sent' && op.reason === 'READ_AFTER_CONFIRMED') return 'OPERATION_TAKEN';
  if (op.reason === 'NO_CRN' || (op.lastError === 'ADDRESS_EMPTY' && outcome === 'not-sent'))
    return 'OPERATION_NOT_OPEN';
  return undefined;
};

/** A person looked: nDelius has it, or it was entered by hand. Undefined where there is nothing to decide. */
const sent = (op: Operation, now: Date): Step =>
  op.state === 'parked'
    ? {
        changes: { state: 'confirmed', reason: null, confirmedAt: now, evidence: 'said-by-staff' },
        events: [applied(op, 'confirmed', now)],
      }
    : seen(op, 'said-by-staff', now);

/** It never came, so it is sent again: what was seen before says nothing about the new message. */
export const notSent = (now: Date): Step => ({
  changes: {
    state: 'ready',
    reason: null,
    nextAttemptAt: now,
    doubt: false,
    fetches: 0,
    copies: 0,
    takenAt: null,
  },
  events: [],
});

/** A departure that nDelius has is told again behind its arrival: it does no harm there, and ends the address of the stay. */
export const goesAlong = (
  op: Operation & { readonly bookingId: string | null },
  arrival: Operation & { readonly bookingId: string | null },
): boolean =>
  ['published', 'read', 'confirmed'].includes(op.state) &&
  op.operation === 'person.departed' &&
  arrival.operation === 'person.arrived' &&
  op.bookingId !== null &&
  op.bookingId === arrival.bookingId;

/** A person looked into nDelius and says what became of it: it is there (or was told by hand), or it never came and is sent. */
export const resolved = (op: Operation, outcome: 'sent' | 'not-sent', now: Date): Step | undefined => {
  if (!needsSomebody(op, now)) return undefined;
  return outcome === 'sent' ? sent(op, now) : notSent(now);
};
