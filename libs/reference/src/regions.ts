import type { DeliveryUnit, Region } from './items';
import { lists } from './lists';

type Id = string | null | undefined;

export const regionOf = (id: Id): Region | undefined => lists.find('probation-regions', id);
export const deliveryUnitOf = (id: Id): DeliveryUnit | undefined => lists.find('probation-delivery-units', id);

/** True when both exist and the unit belongs to the region. */
export const unitIsInRegion = (unitId: Id, regionId: Id): boolean => {
  const [unit, region] = [deliveryUnitOf(unitId), regionOf(regionId)];
  return unit !== undefined && region !== undefined && unit.probationRegionId === region.id;
};

/** The same of what may be chosen: neither is inactive. */
export const unitIsOfferedIn = (unitId: Id, regionId: Id): boolean =>
  unitIsInRegion(unitId, regionId) &&
  deliveryUnitOf(unitId)?.isActive === true &&
  regionOf(regionId)?.isActive === true;
