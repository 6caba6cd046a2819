import { byId, deliveryUnits, regions, type DeliveryUnit, type Region } from '@throughcare/reference/regions';
import { rejectionReasons } from '@throughcare/reference/rejection-reasons';
import bedspaceCharacteristicRows from './bedspace-characteristics.json';
import cancellationReasonRows from './cancellation-reasons.json';
import departureReasonRows from './departure-reasons.json';
import localAuthorityAreaRows from './local-authority-areas.json';
import moveOnCategoryRows from './move-on-categories.json';
import premisesCharacteristicRows from './premises-characteristics.json';
import voidBedspaceReasonRows from './void-bedspace-reasons.json';

export { deliveryUnitOf, regionOf } from '@throughcare/reference/regions';
export type { DeliveryUnit, Region };

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
export interface LocalAuthorityArea {
  readonly id: string;
  readonly identifier: string;
  readonly name: string;
}

export const probationRegions = regions;
export const probationDeliveryUnits = deliveryUnits;
export const localAuthorityAreas: readonly LocalAuthorityArea[] = localAuthorityAreaRows;
export const departureReasons: readonly DepartureReason[] = departureReasonRows;
export const moveOnCategories: readonly Scoped[] = moveOnCategoryRows;
export const cancellationReasons: readonly Scoped[] = cancellationReasonRows;
export const referralRejectionReasons: readonly Listed[] = rejectionReasons;
export const voidBedspaceReasons: readonly Listed[] = voidBedspaceReasonRows;
export const premisesCharacteristics: readonly Characteristic[] = premisesCharacteristicRows;
export const bedspaceCharacteristics: readonly Characteristic[] = bedspaceCharacteristicRows;

export const localAuthorityOf = byId(localAuthorityAreas);
export const departureReasonOf = byId(departureReasons);
export const moveOnCategoryOf = byId(moveOnCategories);
export const cancellationReasonOf = byId(cancellationReasons);
export const premisesCharacteristicOf = byId(premisesCharacteristics);
export const bedspaceCharacteristicOf = byId(bedspaceCharacteristics);

/** A row that old data points to. A missing one is a fault of ours, not of the caller. */
export const known = <T>(row: T | undefined): T => {
  if (row === undefined) throw new Error('A stored id is not in the reference data');
  return row;
};
