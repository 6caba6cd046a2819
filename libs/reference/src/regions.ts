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

/** The units that stand for this one now: itself, or what took its place, and the place of that. Each has been asked about once (`seen`). */
const standingFor = (unit: DeliveryUnit, seen: Set<string>): DeliveryUnit[] => {
  if (seen.has(unit.id)) return [];
  seen.add(unit.id);
  const successors = unit.isActive ? [] : (unit.successorIds ?? []).map(deliveryUnitOf).filter((one) => !!one);
  return successors.length === 0 ? [unit] : successors.flatMap((one) => standingFor(one, seen));
};

/** What a unit has become: itself while nothing took its place. */
export const unitsNow = (id: Id): DeliveryUnit[] => {
  const unit = deliveryUnitOf(id);
  return unit ? standingFor(unit, new Set()) : [];
};

/**
 * Ids of all units whose papers and places are meant by these: of what they have become, with everything that has become that. What was filed
 * under a unit is found by its successors, and by whoever still asks for the old one. An id that nobody knows stands for itself.
 */
export const unitsMeantBy = (ids: readonly string[]): string[] => {
  const now = new Set(ids.flatMap(unitsNow).map(({ id }) => id));
  const meant = lists.all('probation-delivery-units').filter(({ id }) => unitsNow(id).some((unit) => now.has(unit.id)));
  return [...new Set([...ids.map((id) => id.toLowerCase()), ...meant.map(({ id }) => id)])];
};
