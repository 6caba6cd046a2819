import type { DeliveryUnit, Item, ItemOf, ListName, ReferenceChange, Region } from './items';
import { SHIPPED } from './shipped';

type Text = string | null | undefined;

/** Members of an item by which others know it. */
type Coded = Item & { readonly deliusCodes: readonly string[] };

/** What one item of one list is known by, `list:id`: lists have ids in common. */
export const itemKey = (list: ListName, id: string): string => `${list}:${id.toLowerCase()}`;

/**
 * The lists that several services know by id: as they ship, with what has been changed since. Every lookup takes an id in either case, and
 * answers `undefined` for what there is not.
 */
export class Lists {
  private readonly items = new Map<ListName, Map<string, Item>>();
  /** By {@link itemKey}. */
  private readonly versions = new Map<string, number>();
  private codes = new Map<ListName, Map<string, Coded>>();

  constructor() {
    this.reset();
  }

  /** Every item, inactive ones too, in the order in which it is shown; what was added comes last. */
  all<L extends ListName>(list: L): ItemOf<L>[] {
    return [...this.of(list).values()] as ItemOf<L>[];
  }

  /** What may be chosen. */
  offered<L extends ListName>(list: L): ItemOf<L>[] {
    return this.all(list).filter(({ isActive }) => isActive);
  }

  /** Also an inactive one: it is shown where it was chosen. */
  find<L extends ListName>(list: L, id: Text): ItemOf<L> | undefined {
    return id ? (this.of(list).get(id.toLowerCase()) as ItemOf<L> | undefined) : undefined;
  }

  /** By an nDelius area code, e.g. `N07`; areas that were merged or are national lead to their region. */
  regionOfCode(code: Text): Region | undefined {
    return this.byCode('probation-regions', code) as Region | undefined;
  }

  /** By an nDelius borough code, e.g. `N07CROY`. */
  unitOfCode(code: Text): DeliveryUnit | undefined {
    return this.byCode('probation-delivery-units', code) as DeliveryUnit | undefined;
  }

  /** Takes a change over what is known. One that is not newer changes nothing; members that it does not name stay. */
  apply({ list, item, version }: ReferenceChange): void {
    const id = item.id.toLowerCase();
    const key = itemKey(list, id);
    if (version <= (this.versions.get(key) ?? 0)) return;
    this.versions.set(key, version);
    this.of(list).set(id, { ...this.of(list).get(id), ...item, id });
    this.codes = new Map();
  }

  /** As they ship. */
  reset(): void {
    this.versions.clear();
    this.codes = new Map();
    for (const [list, items] of Object.entries(SHIPPED))
      this.items.set(list as ListName, new Map(items.map((item: Item) => [item.id, item])));
  }

  private of(list: ListName): Map<string, Item> {
    return this.items.get(list) ?? new Map<string, Item>();
  }

  private byCode(list: 'probation-regions' | 'probation-delivery-units', code: Text): Coded | undefined {
    const known =
      this.codes.get(list) ??
      new Map(this.all(list).flatMap((row) => row.deliusCodes.map((each) => [each, row] as const)));
    this.codes.set(list, known);
    return code ? known.get(code) : undefined;
  }
}

/** What this process knows. Only changes that booking has told are applied to it. */
export const lists = new Lists();
