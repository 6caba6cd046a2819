import type { ConsumerStatus } from '@throughcare/api/ops/consumers';

type Row = Pick<ConsumerStatus, 'paused' | 'stalled' | 'circuit' | 'deadLetters' | 'lag'>;

/** The higher the sooner somebody should look. */
const urgency = ({ paused, stalled, circuit, deadLetters, lag }: Row): number => {
  if (stalled) return 5;
  if (circuit === 'open') return 4;
  if (paused) return 3;
  if (deadLetters > 0) return 2;
  return (lag ?? 0) > 0 ? 1 : 0;
};

/** What needs attention first, and the furthest behind among equals; otherwise as they came. */
export const needsFirst = <R extends Row>(rows: readonly R[]): R[] =>
  [...rows].sort((a, b) => urgency(b) - urgency(a) || (b.lag ?? 0) - (a.lag ?? 0));
