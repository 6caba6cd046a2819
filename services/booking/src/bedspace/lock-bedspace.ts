import type { EntityManager } from 'typeorm';
import { Bedspace } from './bedspace.entity';

/**
 * Locks the bedspace for the rest of the transaction: whoever books it, moves a stay in it or closes it waits here.
 * Always the first lock; a booking is locked after its bedspace.
 */
export const lockBedspace = (tx: EntityManager, where: { id: string; premisesId: string }): Promise<Bedspace | null> =>
  tx.findOne(Bedspace, { where, lock: { mode: 'pessimistic_write' } });
