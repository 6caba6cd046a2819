import { Controller, Inject } from '@nestjs/common';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { ReferenceChanged } from '@throughcare/events/reference-changed.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks } from '@throughcare/messaging/replay';
import type { KeptChange, ReferenceItem } from '@throughcare/reference/items';
import { lists } from '@throughcare/reference/lists';
import type { EntityManager } from 'typeorm';
import { keepChange } from './table';

const followers = defineConsumer('reference-lists');
const changes = defineRead(ReferenceChanged, [
  ...(['list', 'item.id', 'item.name', 'item.isActive', 'item.deliusCodes?', 'item.hptEmail?'] as const),
  ...(['item.probationRegionId?', 'item.identifier?', 'item.serviceScope?', 'item.parentReasonId?'] as const),
  ...(['item.successorIds?', 'item.description?', 'changedBy.username'] as const),
]);

/** Keeps what booking says of the reference lists. An event that is not newer than what is known changes nothing. */
@Controller()
export class ReferenceEvents {
  constructor(@Inject(ReplayHooks) hooks: ReplayHooks) {
    // With version 0 any event is newer; what is known to the process stays until then.
    const reset = async (tx: EntityManager, keys: readonly string[]): Promise<void> => {
      await tx.query('update reference_item set version = 0 where list = any($1)', [keys]);
    };
    hooks.register(followers.name, { reset });
  }

  @OnEvent(changes, followers)
  async changed(event: ReadOf<typeof changes>, ctx: EventContext): Promise<void> {
    const { list, item, changedBy } = event.data;
    const change: KeptChange = {
      list,
      item: item as ReferenceItem,
      version: event.aggregateversion,
      changedBy: changedBy.username,
    };
    await keepChange(ctx.tx, change);
    // Should the transaction be rolled back, the event comes again.
    lists.apply(change);
  }
}
