import { deliveryUnitOf, regionOf } from '@throughcare/reference/regions';

export interface Placement {
  readonly probationRegionId: string;
  readonly probationDeliveryUnitId: string | null;
}
export type Astray = 'unknown-region' | 'region-without-team' | 'unknown-unit' | 'unit-of-another-region';

/** Why nobody finds a referral in the list where they look for it; undefined when somebody does. */
export const astray = ({ probationRegionId, probationDeliveryUnitId }: Placement): Astray | undefined => {
  const region = regionOf(probationRegionId);
  if (!region) return 'unknown-region';
  if (region.hptEmail === null) return 'region-without-team';
  const unit = deliveryUnitOf(probationDeliveryUnitId);
  if (!unit) return 'unknown-unit';
  return unit.probationRegionId === region.id ? undefined : 'unit-of-another-region';
};
