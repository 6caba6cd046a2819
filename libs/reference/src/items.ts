/** One entry of a list. An inactive one is shown where it was chosen, and refused where it is chosen anew. */
export interface Item {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
}
/** A probation region. nDelius knows one region by several area codes; the first is the region's own, the others lead to it. */
export interface Region extends Item {
  readonly deliusCodes: readonly string[];
  /** Where its homelessness prevention team reads. */
  readonly hptEmail: string | null;
}
/** A probation delivery unit; it belongs to one region. */
export interface DeliveryUnit extends Item {
  readonly deliusCodes: readonly string[];
  readonly probationRegionId: string;
  /** What took its place when it was merged, split or named anew; it has none while it is in use. */
  readonly successorIds?: readonly string[];
}
export interface LocalAuthorityArea extends Item {
  readonly identifier: string;
}
/** Of one service or of all (`*`). */
export interface Scoped extends Item {
  readonly serviceScope: string;
}
export interface DepartureReason extends Scoped {
  readonly parentReasonId: string | null;
}
export interface Characteristic extends Item {
  readonly description: string;
}

/** What each list consists of. */
export interface ItemsByList {
  readonly 'probation-regions': Region;
  readonly 'probation-delivery-units': DeliveryUnit;
  readonly 'local-authority-areas': LocalAuthorityArea;
  readonly 'referral-rejection-reasons': Item;
  readonly 'departure-reasons': DepartureReason;
  readonly 'move-on-categories': Scoped;
  readonly 'cancellation-reasons': Scoped;
  readonly 'non-arrival-reasons': Item;
  readonly 'premises-characteristics': Characteristic;
  readonly 'bedspace-characteristics': Characteristic;
  readonly 'void-bedspace-reasons': Item;
}
export type ListName = keyof ItemsByList;
export type ItemOf<L extends ListName> = ItemsByList[L];

/** What may be changed of an item, and what makes a new one: members that its list has. */
export type ReferenceItem = Item &
  Partial<Region & DeliveryUnit & LocalAuthorityArea & DepartureReason & Characteristic>;
/** An item as it is now, and which change of it that was. */
export interface ReferenceChange {
  readonly list: ListName;
  readonly item: ReferenceItem;
  readonly version: number;
}
/** A change, and whose it is. */
export interface KeptChange extends ReferenceChange {
  /** User name of the administrator. */
  readonly changedBy: string;
}
