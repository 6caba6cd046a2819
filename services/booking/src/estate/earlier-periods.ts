import type { EntityManager } from 'typeorm';
import { EarlierAvailability } from './earlier-availability.entity';

/** Periods of a property and of all its bedspaces that are over, earliest first. */
export const earlierPeriods = (tx: EntityManager, premisesId: string): Promise<EarlierAvailability[]> =>
  tx.find(EarlierAvailability, { where: { premisesId }, order: { firstDay: 'ASC', id: 'ASC' } });

/** Those of one bedspace. */
export const earlierOf = (tx: EntityManager, bedspaceId: string): Promise<EarlierAvailability[]> =>
  tx.find(EarlierAvailability, { where: { bedspaceId }, order: { firstDay: 'ASC', id: 'ASC' } });
