import unitRows from './delivery-units.json';
import regionRows from './regions.json';

/** A probation region. nDelius knows one region by several area codes; the first is the region's own, the others lead to it. */
export interface Region {
  readonly id: string;
  readonly name: string;
  readonly deliusCodes: readonly string[];
  /** Where its homelessness prevention team reads. */
  readonly hptEmail: string | null;
}
/** A probation delivery unit; it belongs to one region. */
export interface DeliveryUnit {
  readonly id: string;
  readonly name: string;
  readonly deliusCodes: readonly string[];
  readonly probationRegionId: string;
}

export const regions: readonly Region[] = regionRows;
export const deliveryUnits: readonly DeliveryUnit[] = unitRows;

type Id = string | null | undefined;

/** Finds a row by its id, written in either case. */
export const byId = <T extends { readonly id: string }>(rows: readonly T[]) => {
  const found = new Map(rows.map((row) => [row.id, row]));
  return (id: Id): T | undefined => (id ? found.get(id.toLowerCase()) : undefined);
};

const byCode = <T extends { readonly deliusCodes: readonly string[] }>(rows: readonly T[]) => {
  const found = new Map(rows.flatMap((row) => row.deliusCodes.map((code) => [code, row])));
  return (code: string | null | undefined): T | undefined => (code ? found.get(code) : undefined);
};

export const regionOf = byId(regions);
export const deliveryUnitOf = byId(deliveryUnits);
/** By an nDelius area code, e.g. `N07`; areas that were merged or are national lead to their region. */
export const regionOfCode = byCode(regions);
/** By an nDelius borough code, e.g. `N07CROY`. */
export const unitOfCode = byCode(deliveryUnits);

/** True when both exist and the unit belongs to the region. */
export const unitIsInRegion = (unitId: Id, regionId: Id): boolean => {
  const [unit, region] = [deliveryUnitOf(unitId), regionOf(regionId)];
  return unit !== undefined && region !== undefined && unit.probationRegionId === region.id;
};
