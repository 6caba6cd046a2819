import { Controller } from '@nestjs/common';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks } from '@throughcare/messaging/replay';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { BankHolidays } from '@throughcare/platform/bank-holidays';
import { survivorOf } from '@throughcare/platform/numbers';
import { StaffDirectory } from '@throughcare/platform/staff';
import { lists } from '@throughcare/reference/lists';
import type { EntityManager } from 'typeorm';
import { lockPerson } from '../booking/one-person';
import { cancelWithReferral } from '../stay/cancellation.rules';
import { changeStay, type Pressing } from '../stay/change-stay';

const rejections = defineConsumer('booking.rejections');
const rejected = defineRead(AssessmentRejected, [
  ...(['assessmentId', 'crn', 'rejectionReasonId', 'isWithdrawn', 'at?', 'byUserId?'] as const),
]);
type Rejected = ReadOf<typeof rejected>['data'];

const whyOf = ({ rejectionReasonId, isWithdrawn }: Rejected): string => {
  const reason = lists.find('referral-rejection-reasons', rejectionReasonId)?.name;
  return [`The referral was ${isWithdrawn ? 'withdrawn' : 'rejected'}`, reason].filter(Boolean).join(': ');
};

/**
 * Bookings of the referral that were provisional when it was rejected. One that was confirmed meanwhile stays: it closes the referral again.
 * One that came later is another decision.
 */
const goneWith = (tx: EntityManager, { assessmentId }: Rejected, at: string) =>
  tx.query<Pressing['found'][]>(
    `select id, crn, premises_id as "premisesId", bedspace_id as "bedspaceId" from booking
      where assessment_id = $1 and status = 'provisional' and created_at <= $2 order by id`,
    [assessmentId, at],
  );

/** A rejected referral takes its provisional booking with it: so no bedspace is held for it. */
@Controller()
export class RejectionEvents {
  constructor(
    hooks: ReplayHooks,
    private readonly work: UnitOfWork,
    private readonly staff: StaffDirectory,
    private readonly bankHolidays: BankHolidays,
  ) {
    hooks.without(
      rejections.name,
      'It cancels bookings, which staff do too: redeliver the rejections that were missed, or cancel those bookings.',
    );
  }

  @OnEvent(rejected, rejections)
  async rejected({ data, time }: ReadOf<typeof rejected>, ctx: EventContext): Promise<void> {
    const { byUserId } = data;
    // Before this was published a referral with an open booking could not be rejected.
    if (!byUserId) return;
    await lockPerson(ctx.tx, await survivorOf(ctx.tx, 'crn', data.crn));
    const found = await goneWith(ctx.tx, data, data.at ?? time);
    const member = (await this.staff.find(byUserId)) ?? { userId: byUserId, username: '' };
    const holidays = this.bankHolidays.current();
    for (const booking of found)
      await changeStay(this.work, { found: booking, member, holidays }, (row, _, c) =>
        cancelWithReferral(row, whyOf(data), c),
      );
  }
}
