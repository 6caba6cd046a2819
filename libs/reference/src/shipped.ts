import type { ItemsByList, ItemOf, ListName } from './items';
import bedspaceCharacteristics from './lists/bedspace-characteristics.json';
import cancellationReasons from './lists/cancellation-reasons.json';
import deliveryUnits from './lists/delivery-units.json';
import departureReasons from './lists/departure-reasons.json';
import localAuthorityAreas from './lists/local-authority-areas.json';
import moveOnCategories from './lists/move-on-categories.json';
import nonArrivalReasons from './lists/non-arrival-reasons.json';
import premisesCharacteristics from './lists/premises-characteristics.json';
import regions from './lists/regions.json';
import rejectionReasons from './lists/rejection-reasons.json';
import voidBedspaceReasons from './lists/void-bedspace-reasons.json';

/** A list without flags has no inactive items. */
const active = <T extends object>(rows: readonly T[]): (T & { readonly isActive: boolean })[] =>
  rows.map((row) => ({ ...row, isActive: true }));

/** Every list as it ships, in the order in which it is shown. */
export const SHIPPED: { readonly [L in ListName]: readonly ItemOf<L>[] } = {
  'probation-regions': active(regions),
  'probation-delivery-units': active(deliveryUnits),
  'local-authority-areas': active(localAuthorityAreas),
  'referral-rejection-reasons': rejectionReasons,
  'departure-reasons': departureReasons,
  'move-on-categories': moveOnCategories,
  'cancellation-reasons': cancellationReasons,
  'non-arrival-reasons': nonArrivalReasons,
  'premises-characteristics': premisesCharacteristics,
  'bedspace-characteristics': bedspaceCharacteristics,
  'void-bedspace-reasons': voidBedspaceReasons,
} satisfies { [L in ListName]: readonly ItemsByList[L][] };

export const LIST_NAMES = Object.keys(SHIPPED) as readonly ListName[];
export const isListName = (name: string): name is ListName => Object.hasOwn(SHIPPED, name);
