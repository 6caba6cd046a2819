import { notFound } from '@throughcare/base/errors';
import type { EntityManager } from 'typeorm';
import { Premises } from './premises.entity';

/**
 * The property as it is for the rest of the transaction: an event of a stay tells its address, and whoever corrects the address tells
 * everyone who stays there. So one of the two waits for the other. Taken before bedspace and booking.
 */
export const lockAddress = async (tx: EntityManager, premisesId: string): Promise<Premises> => {
  const premises = await tx.findOne(Premises, { where: { id: premisesId }, lock: { mode: 'pessimistic_read' } });
  if (!premises) throw notFound('PREMISES_NOT_FOUND');
  return premises;
};
