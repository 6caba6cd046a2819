/** Where someone is who has left prison. */
export const OUT = 'OUT';

export interface Movement {
  readonly eventId: string;
  readonly type: 'PRISON_ADMISSION' | 'PRISON_RELEASE';
  readonly prisonId: string | null;
  readonly occurredAt: Date;
  readonly verifiedAt: Date;
}

/**
 * Later by when the prison was asked, not by when it happened: a release that the prison took back is told as the older
 * admission being true again. Then by when it happened, then by id.
 */
const later = (a: Movement, b: Movement) =>
  b.verifiedAt.getTime() - a.verifiedAt.getTime() ||
  b.occurredAt.getTime() - a.occurredAt.getTime() ||
  (a.eventId < b.eventId ? 1 : -1);

/** Where the newest movement left the person: `OUT`, a prison, or null when it did not say. Older news changes nothing. */
export const prisonAfter = (movements: readonly Movement[]): string | null => {
  const newest = movements.toSorted(later).at(0);
  if (!newest) return null;
  return newest.type === 'PRISON_RELEASE' ? OUT : newest.prisonId;
};
