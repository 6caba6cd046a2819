import { notFound } from '@throughcare/base/errors';
import type { EntityManager } from 'typeorm';
import { Premises } from './premises.entity';

/**
 * The property, for who changes it or its bedspaces: taken before these. It lets rows be added that point to it, so a booking, which has
 * locked its bedspace by then, never waits for the property.
 */
export const lockPremises = async (tx: EntityManager, premisesId: string): Promise<Premises> => {
  const premises = await tx.findOne(Premises, { where: { id: premisesId }, lock: { mode: 'for_no_key_update' } });
  if (!premises) throw notFound('PREMISES_NOT_FOUND');
  return premises;
};
