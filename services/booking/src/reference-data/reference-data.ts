import { lists } from '@throughcare/reference/lists';

export { deliveryUnitOf, regionOf } from '@throughcare/reference/regions';

/** Departure reasons of every service (`*`) are kept for old bookings; only those of this service may be chosen. */
export const SERVICE = 'temporary-accommodation';

type Id = string | null | undefined;

export const localAuthorityOf = (id: Id) => lists.find('local-authority-areas', id);
export const departureReasonOf = (id: Id) => lists.find('departure-reasons', id);
export const moveOnCategoryOf = (id: Id) => lists.find('move-on-categories', id);
export const cancellationReasonOf = (id: Id) => lists.find('cancellation-reasons', id);
export const nonArrivalReasonOf = (id: Id) => lists.find('non-arrival-reasons', id);
export const premisesCharacteristicOf = (id: Id) => lists.find('premises-characteristics', id);
export const voidReasonOf = (id: Id) => lists.find('void-bedspace-reasons', id);
export const bedspaceCharacteristicOf = (id: Id) => lists.find('bedspace-characteristics', id);

/** A row that old data points to. A missing one is a fault of ours, not of the caller. */
export const known = <T>(row: T | undefined): T => {
  if (row === undefined) throw new Error('A stored id is not in the reference data');
  return row;
};
