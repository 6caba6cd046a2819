import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { EventOf } from '@throughcare/events/define-event';
import { StaffUpdated } from '@throughcare/events/staff-updated.v1';
import { OnEvent } from '@throughcare/messaging/event-pattern';
import type { EventContext } from '@throughcare/messaging/event-pattern';
import { saveStaff } from './table';

/** Keeps the table `staff` up to date. An event that is not newer than the row changes nothing. */
@Controller()
export class StaffEvents {
  @OnEvent(StaffUpdated, { consumer: 'staff-directory' })
  async staffUpdated(@Payload() event: EventOf<typeof StaffUpdated>, @Ctx() { tx }: EventContext): Promise<void> {
    const { userId, username, name, staffCode, roles, isActive } = event.data;
    const { probationRegionId: regionId, probationRegionCode: regionCode, probationDeliveryUnitId: pduId } = event.data;
    const row = {
      ...{ userId, username, name, roles, isActive },
      ...(staffCode !== undefined && { staffCode }),
      ...(regionId !== undefined && { regionId }),
      ...(regionCode !== undefined && { regionCode }),
      ...(pduId !== undefined && { pduId }),
    };
    await saveStaff(tx, row, event.aggregateversion);
  }
}
