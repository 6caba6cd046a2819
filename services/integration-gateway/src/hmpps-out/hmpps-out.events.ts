import { Controller } from '@nestjs/common';
import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingCancelledUpdated } from '@throughcare/events/booking-cancelled-updated.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import type { EventOf } from '@throughcare/events/define-event';
import { PersonArrivalUndone } from '@throughcare/events/person-arrival-undone.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { PersonDepartedUpdated } from '@throughcare/events/person-departed-updated.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { defineConsumer } from '@throughcare/messaging/consumer/define-consumer';
import { OnEvents, type EventContext } from '@throughcare/messaging/consumer/event-pattern';
import { ReplayHooks } from '@throughcare/messaging/replay/rebuild';
import { HmppsOut } from './hmpps-out.service';

const hmppsOut = defineConsumer('hmpps-out');

const definitions = [
  ReferralSubmitted,
  BookingProvisionallyMade,
  BookingConfirmed,
  BookingCancelled,
  BookingCancelledUpdated,
  PersonArrived,
  PersonArrivedUpdated,
  PersonArrivalUndone,
  PersonDeparted,
  PersonDepartedUpdated,
] as const;

/** Our public accommodation events: in one transaction, what `detailUrl` will answer and a row of the ledger. */
@Controller()
export class HmppsOutEvents {
  constructor(
    private readonly out: HmppsOut,
    hooks: ReplayHooks,
  ) {
    hooks.without(hmppsOut.name, 'Its ledger is the record of what was sent: resend or resolve operations instead.');
  }

  @OnEvents(definitions, hmppsOut)
  handle(event: EventOf<(typeof definitions)[number]>, { tx, publish }: EventContext): Promise<void> {
    return this.out.record(event, tx, publish);
  }
}
