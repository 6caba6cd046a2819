import bedspaceCharacteristicRows from './bedspace-characteristics.json';
import cancellationReasonRows from './cancellation-reasons.json';
import departureReasonRows from './departure-reasons.json';
import localAuthorityAreaRows from './local-authority-areas.json';
import moveOnCategoryRows from './move-on-categories.json';
import premisesCharacteristicRows from './premises-characteristics.json';
import probationDeliveryUnitRows from './probation-delivery-units.json';
import probationRegionRows from './probation-regions.json';
import referralRejectionReasonRows from './referral-rejection-reasons.json';
import voidBedspaceReasonRows from './void-bedspace-reasons.json';

/** Departure reasons of every service (`*`) are kept for old bookings; only those of this service may be chosen. */
export const SERVICE = 'temporary-accommodation';

export interface Listed {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
}
export interface Scoped extends Listed {
  readonly serviceScope: string;
}
export interface Characteristic extends Listed {
  readonly description: string;
}
export interface DepartureReason extends Scoped {
  readonly parentReasonId: string | null;
}
export interface Region {
  readonly id: string;
  readonly name: string;
  readonly hptEmail: string | null;
}
export interface DeliveryUnit {
  readonly id: string;
  readonly name: string;
  readonly probationRegionId: string;
}
export interface LocalAuthorityArea {
  readonly id: string;
  readonly identifier: string;
  readonly name: string;
}

export const probationRegions: readonly Region[] = probationRegionRows;
export const probationDeliveryUnits: readonly DeliveryUnit[] = probationDeliveryUnitRows;
export const localAuthorityAreas: readonly LocalAuthorityArea[] = localAuthorityAreaRows;
export const departureReasons: readonly DepartureReason[] = departureReasonRows;
export const moveOnCategories: readonly Scoped[] = moveOnCategoryRows;
export const cancellationReasons: readonly Scoped[] = cancellationReasonRows;
export const referralRejectionReasons: readonly Listed[] = referralRejectionReasonRows;
export const voidBedspaceReasons: readonly Listed[] = voidBedspaceReasonRows;
export const premisesCharacteristics: readonly Characteristic[] = premisesCharacteristicRows;
export const bedspaceCharacteristics: readonly Characteristic[] = bedspaceCharacteristicRows;

const index = <T extends { readonly id: string }>(rows: readonly T[]) => {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (id: string | null | undefined) => (id ? byId.get(id.toLowerCase()) : undefined);
};

export const regionOf = index(probationRegions);
export const deliveryUnitOf = index(probationDeliveryUnits);
export const localAuthorityOf = index(localAuthorityAreas);
export const departureReasonOf = index(departureReasons);
export const moveOnCategoryOf = index(moveOnCategories);
export const cancellationReasonOf = index(cancellationReasons);
export const premisesCharacteristicOf = index(premisesCharacteristics);
export const bedspaceCharacteristicOf = index(bedspaceCharacteristics);

/** A row that old data points to. A missing one is a fault of ours, not of the caller. */
export const known = <T>(row: T | undefined): T => {
  if (row === undefined) throw new Error('A stored id is not in the reference data');
  return row;
};
