import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import { ReferenceChanged } from '@throughcare/events/reference-changed.v1';
import { changeAggregate, createAggregate } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { StaffMember } from '@throughcare/platform/staff';
import type { ListName, ReferenceChange, ReferenceItem } from '@throughcare/reference/items';
import { itemKey, lists } from '@throughcare/reference/lists';
import { isListName } from '@throughcare/reference/shipped';
import type { EntityManager } from 'typeorm';
import { newItem, type NewItem } from './new-item.rules';
import { changedItem, type ItemUpdate } from './reference-change.rules';
import { referenceItems } from './reference-item.aggregate';
import { ReferenceItemRow } from './reference-item.entity';
import type { Known } from './reference-item.rules';
import { replaced, type Replacement } from './replacement.rules';

type Administrator = Pick<StaffMember, 'username' | 'staffCode' | 'regionCode'>;

const eventOf = (list: ListName, { deliusCodes, successorIds, ...item }: ReferenceItem, me: Administrator) =>
  ReferenceChanged.of({
    list,
    item: {
      ...item,
      ...(deliusCodes && { deliusCodes: [...deliusCodes] }),
      ...(successorIds && { successorIds: [...successorIds] }),
    },
    changedBy: {
      username: me.username,
      ...(me.staffCode && { staffCode: me.staffCode }),
      ...(me.regionCode && { probationRegionCode: me.regionCode }),
    },
  });

const knownOf = (name: string): Known => {
  if (!isListName(name)) throw notFound('REFERENCE_LIST_NOT_FOUND');
  const regionIds = lists.all('probation-regions').map((region) => region.id);
  return { list: name, items: lists.all(name), regionIds };
};

/** Changes the reference lists, and tells every service. */
@Injectable()
export class ReferenceChangeService {
  constructor(private readonly work: UnitOfWork) {}

  async change(me: Administrator, name: string, id: string, update: ItemUpdate): Promise<void> {
    await this.decided(me, () => {
      const known = knownOf(name);
      const item = changedItem(known, id, update);
      return { list: known.list, items: item ? [item] : [] };
    });
  }

  async add(me: Administrator, name: string, given: NewItem): Promise<ReferenceItem[]> {
    return this.decided(me, () => {
      const known = knownOf(name);
      return { list: known.list, items: [newItem(known, randomUUID(), given)] };
    });
  }

  /** Merges, splits or names delivery units anew; every unit that changed, those in use first. */
  async replace(me: Administrator, replacement: Replacement): Promise<ReferenceItem[]> {
    const list = 'probation-delivery-units';
    return this.decided(me, () => ({ list, items: replaced(lists.all(list), replacement, randomUUID) }));
  }

  private async decided(
    me: Administrator,
    decide: () => { readonly list: ListName; readonly items: readonly ReferenceItem[] },
  ): Promise<ReferenceItem[]> {
    const changes = await this.work.run(async (tx) => {
      // One change at a time: codes and names are compared with those of all other items.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('reference_item', 0))`);
      await this.refresh(tx);
      const { list, items } = decide();
      const rows: ReferenceChange[] = [];
      for (const item of items) rows.push(await this.write(tx, me, list, item));
      return rows;
    });
    for (const change of changes) lists.apply(change);
    return changes.map(({ item }) => item);
  }

  private async refresh(tx: EntityManager): Promise<void> {
    for (const row of await tx.find(ReferenceItemRow, { order: { list: 'ASC', id: 'ASC' } })) lists.apply(row);
  }

  private async write(
    tx: EntityManager,
    me: Administrator,
    list: ListName,
    item: ReferenceItem,
  ): Promise<ReferenceItemRow> {
    const [place, changes] = [
      { list, id: item.id },
      { item, changedBy: me.username, changedAt: clock.now() },
    ];
    const events = [eventOf(list, item, me)];
    if (await tx.existsBy(ReferenceItemRow, place))
      return changeAggregate(this.work, referenceItems, place, () => ({ changes, events }));
    const row = { ...place, ...changes, aggregateId: itemKey(list, item.id) };
    return createAggregate(this.work, referenceItems, row, { events });
  }
}
