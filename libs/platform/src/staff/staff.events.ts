import { Controller, Inject } from '@nestjs/common';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { StaffUpdated } from '@throughcare/events/staff-updated.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks } from '@throughcare/messaging/replay';
import type { EntityManager } from 'typeorm';
import { saveStaff } from './table';

const directory = defineConsumer('staff-directory');
const updated = defineRead(StaffUpdated, [
  ...(['userId', 'username', 'name', 'staffCode?', 'roles', 'isActive'] as const),
  ...(['probationRegionId?', 'probationRegionCode?', 'probationDeliveryUnitId?'] as const),
]);

/** Keeps the table `staff` up to date. An event that is not newer than the row changes nothing. */
@Controller()
export class StaffEvents {
  constructor(@Inject(ReplayHooks) hooks: ReplayHooks) {
    // Rows stay, since others point to them; with version 0 any event is newer.
    const reset = async (tx: EntityManager, keys: readonly string[]): Promise<void> => {
      await tx.query('update staff set version = 0 where username = any($1)', [keys]);
    };
    hooks.register(directory.name, { reset });
  }

  @OnEvent(updated, directory)
  async staffUpdated(event: ReadOf<typeof updated>, ctx: EventContext): Promise<void> {
    const { userId, username, name, staffCode, roles, isActive } = event.data;
    const { probationRegionId: regionId, probationRegionCode: regionCode, probationDeliveryUnitId: pduId } = event.data;
    const row = {
      userId,
      username,
      name,
      roles,
      isActive,
      ...(staffCode !== undefined && { staffCode }),
      ...(regionId !== undefined && { regionId }),
      ...(regionCode !== undefined && { regionCode }),
      ...(pduId !== undefined && { pduId }),
    };
    await saveStaff(ctx.tx, row, event.aggregateversion);
  }
}
