import type { EntityManager } from 'typeorm';
import { periodOf } from '../estate/availability.rules';
import { earlierOf } from '../estate/earlier-periods';
import { closedFor, type Availability, type Stay } from './occupancy.rules';

/**
 * Refuses days on which the bedspace is not open. A stay that began in an earlier period is held to that one. Somebody who has arrived is
 * there, also in a bedspace that was entered from a later day on.
 */
export const requireOpen = async (
  tx: EntityManager,
  bedspace: Availability,
  stay: Stay,
  hasArrived: boolean,
): Promise<void> => {
  const { arrivalDate } = stay;
  const earlier = arrivalDate < bedspace.startDate ? await earlierOf(tx, bedspace.id) : [];
  const period = periodOf(arrivalDate, { ...bedspace, earlier });
  const startDate = hasArrived && arrivalDate < period.startDate ? arrivalDate : period.startDate;
  const refusal = closedFor({ id: bedspace.id, ...period, startDate }, stay);
  if (refusal) throw refusal;
};
