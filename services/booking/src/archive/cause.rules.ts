import type { Unit } from './house.rules';

/** Why the days on which something can be used became others. */
export type Cause = 'archived' | 'unarchived' | 'archive-cancelled' | 'unarchive-cancelled';

export const hasOtherDates = (before: Unit, after: Unit): boolean =>
  before.startDate !== after.startDate ||
  before.endDate !== after.endDate ||
  before.earlier.length !== after.earlier.length;

/** `isCancellation`: the button cancels an archive; what was planned before may stand again then. */
export const causeOf = (before: Unit, after: Unit, isCancellation: boolean): Cause => {
  if (after.earlier.length > before.earlier.length) return 'unarchived';
  if (after.earlier.length < before.earlier.length) return 'unarchive-cancelled';
  if (after.startDate !== before.startDate) return 'unarchived';
  return isCancellation || after.endDate === null ? 'archive-cancelled' : 'archived';
};
