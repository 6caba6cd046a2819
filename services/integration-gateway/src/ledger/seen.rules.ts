import type { NewEvent } from '@throughcare/events/define-event';
import { confirms, isRepeatable, PROVEN, type Evidence } from './evidence.rules';
import { applied, doubted, NOTHING, type Changes, type Doubt, type Operation, type Step } from './ledger.rules';

/** What was sent, as far as anybody knows. */
const SENT: readonly Operation['state'][] = ['published', 'read', 'read-again', 'no-address', 'confirmed'];

const isOpen = ({ state, doubt }: Operation): boolean =>
  state === 'claimed' || state === 'unconfirmed' || (state === 'ready' && doubt);

/** Something outside shows that it was sent, although nobody had said so. */
const opened = (op: Operation, now: Date): { changes: Changes; events: readonly NewEvent[] } => ({
  changes: { publishedAt: now, reason: null, claimedBy: null, doubt: false },
  events: [applied(op, 'published', now)],
});

const inDoubt = (op: Operation, state: 'read-again' | 'no-address', doubt: Doubt, now: Date): Step => ({
  changes: { state, reason: doubt === 'READ_AFTER_CONFIRMED' ? doubt : null },
  events: [doubted(op, doubt, now)],
});

/** More often than it can have been sent: the consumer reads again what it could not use, or what came to it twice. */
const isAgain = ({ fetches, copies }: Operation): boolean => fetches + 1 > 1 + copies;

/** What is confirmed and does harm on a copy may have had its effect twice. */
const afterConfirmed = (op: Operation, now: Date): Step =>
  isAgain(op) && !isRepeatable(op.operation)
    ? inDoubt(op, 'read-again', 'READ_AFTER_CONFIRMED', now)
    : { changes: {}, events: [] };

const readStep = (op: Operation, now: Date): Step => {
  if (op.state === 'confirmed') return afterConfirmed(op, now);
  if (isAgain(op)) return op.state === 'read-again' ? NOTHING : inDoubt(op, 'read-again', 'READ_AGAIN', now);
  if (op.state === 'read' || op.state === 'no-address') return NOTHING;
  return { changes: { state: 'read', evidence: 'detail-fetched' }, events: [applied(op, 'read', now)] };
};

const read = (op: Operation, now: Date): Step => {
  const first = isOpen(op) ? opened(op, now) : NOTHING;
  const step = readStep(op, now);
  const counted = { fetches: op.fetches + 1, lastReadAt: now, ...(op.takenAt === null && { takenAt: now }) };
  return { changes: { ...first.changes, ...counted, ...step.changes }, events: [...first.events, ...step.events] };
};

const shown = (op: Operation, evidence: Evidence, now: Date): Step => {
  if (op.state === 'confirmed') return NOTHING;
  const isConfirmed =
    confirms(op.operation, evidence) && (op.reason !== 'READ_AFTER_CONFIRMED' || evidence === 'said-by-staff');
  const first = isOpen(op) ? opened(op, now) : NOTHING;
  if (!isConfirmed)
    return isOpen(op) ? { ...first, changes: { ...first.changes, state: 'published', evidence } } : NOTHING;
  return {
    changes: { ...first.changes, state: 'confirmed', reason: null, confirmedAt: now, evidence },
    events: [...first.events, applied(op, 'confirmed', now)],
  };
};

/** Something outside shows that the message was there, or what it did. A look at what was never sent shows nothing. */
export const seen = (op: Operation, evidence: Evidence, now: Date): Step => {
  if (!isOpen(op) && !SENT.includes(op.state)) return NOTHING;
  return evidence === 'detail-fetched' ? read(op, now) : shown(op, evidence, now);
};

/** nDelius read it, and would have told an address by now if it had used it. */
export const unaddressed = (op: Operation, now: Date, patienceMs: number): Step => {
  if (op.state !== 'read' || op.takenAt === null || !PROVEN.includes(op.operation)) return NOTHING;
  return now.getTime() - op.takenAt.getTime() < patienceMs ? NOTHING : inDoubt(op, 'no-address', 'NO_ADDRESS', now);
};
