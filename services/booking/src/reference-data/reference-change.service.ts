import { Injectable } from '@nestjs/common';
import { notFound } from '@throughcare/base/errors';
import { ReferenceChanged } from '@throughcare/events/reference-changed.v1';
import { changeAggregate, createAggregate } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { StaffMember } from '@throughcare/platform/staff';
import type { ListName, ReferenceItem } from '@throughcare/reference/items';
import { itemKey, lists } from '@throughcare/reference/lists';
import { isListName } from '@throughcare/reference/shipped';
import type { EntityManager } from 'typeorm';
import { changedItem, type ItemUpdate } from './reference-change.rules';
import { referenceItems } from './reference-item.aggregate';
import { ReferenceItemRow } from './reference-item.entity';

type Administrator = Pick<StaffMember, 'username' | 'staffCode' | 'regionCode'>;

const eventOf = (list: ListName, { deliusCodes, ...item }: ReferenceItem, me: Administrator) =>
  ReferenceChanged.of({
    list,
    item: { ...item, ...(deliusCodes && { deliusCodes: [...deliusCodes] }) },
    changedBy: {
      username: me.username,
      ...(me.staffCode && { staffCode: me.staffCode }),
      ...(me.regionCode && { probationRegionCode: me.regionCode }),
    },
  });

/** Changes the reference lists, and tells every service. */
@Injectable()
export class ReferenceChangeService {
  constructor(private readonly work: UnitOfWork) {}

  async change(me: Administrator, name: string, id: string, update: ItemUpdate): Promise<void> {
    if (!isListName(name)) throw notFound('REFERENCE_LIST_NOT_FOUND');
    const row = await this.work.run(async (tx) => {
      // One change at a time: codes are compared with those of all other items.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('reference_item', 0))`);
      await this.refresh(tx);
      const regionIds = lists.all('probation-regions').map((region) => region.id);
      const item = changedItem({ list: name, items: lists.all(name), regionIds }, id, update);
      return item && this.write(tx, me, name, item);
    });
    if (row) lists.apply({ list: row.list, item: row.item, version: row.version });
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
      { item, changedBy: me.username },
    ];
    const events = [eventOf(list, item, me)];
    if (await tx.existsBy(ReferenceItemRow, place))
      return changeAggregate(this.work, referenceItems, place, () => ({ changes, events }));
    const row = { ...place, ...changes, aggregateId: itemKey(list, item.id) };
    return createAggregate(this.work, referenceItems, row, { events });
  }
}
