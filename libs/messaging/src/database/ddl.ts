import type { EntityManager } from 'typeorm';

/**
 * For a transaction that takes strong locks while everybody works. Whoever comes after a statement that waits for such a lock
 * waits behind it, and a backup holds its locks for hours: so the wait is short, fails with `55P03` (transient), and the caller tries
 * again after a pause.
 */
export const LOCK_WAIT = '100ms';

/** First statement of such a transaction. */
export const waitBriefly = async (tx: EntityManager): Promise<void> => {
  await tx.query(`set local lock_timeout = '${LOCK_WAIT}'`);
};
