import { mergesIn } from '@throughcare/platform/numbers';
import type { EntityManager } from 'typeorm';

export type { NumberType } from '@throughcare/platform/numbers';

const KEY = `hashtextextended('identity_merge', 0)`;

/** One merge at a time. */
export const lockMerges = async (tx: EntityManager): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(${KEY})`);
};

/**
 * Until this transaction ends nobody is merged: what is written under a number that is being merged would stay there. To be taken
 * before rows are locked that bear numbers.
 */
export const holdMerges = async (tx: EntityManager): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock_shared(${KEY})`);
};

/** The gateway decides what is merged, so it reads its own decisions and not what it heard of them. */
export const { survivorOf, numbersIn } = mergesIn('identity_merge');
