import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
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
import { OnEvent, type EventContext } from '@throughcare/messaging/consumer/event-pattern';
import { ReplayHooks } from '@throughcare/messaging/replay/rebuild';
import { HmppsOut } from './hmpps-out.service';

const projection = { consumer: 'hmpps-out' } as const;

/** Our public accommodation events: in one transaction, what `detailUrl` will answer and a row of the ledger. */
@Controller()
export class HmppsOutEvents {
  constructor(
    private readonly out: HmppsOut,
    hooks: ReplayHooks,
  ) {
    hooks.without(
      projection.consumer,
      'Its ledger is the record of what was sent: resend or resolve operations instead.',
    );
  }

  @OnEvent(ReferralSubmitted, projection)
  referralSubmitted(@Payload() event: EventOf<typeof ReferralSubmitted>, @Ctx() ctx: EventContext) {
    return this.out.record(event, ctx.tx, ctx.publish);
  }

  @OnEvent(BookingProvisionallyMade, projection)
  provisionallyMade(@Payload() event: EventOf<typeof BookingProvisionallyMade>, @Ctx() ctx: EventContext) {
    return this.out.record(event, ctx.tx, ctx.publish);
  }

  @OnEvent(BookingConfirmed, projection)
  confirmed(@Payload() event: EventOf<typeof BookingConfirmed>, @Ctx() ctx: EventContext) {
    return this.out.record(event, ctx.tx, ctx.publish);
  }

  @OnEvent(BookingCancelled, projection)
  cancelled(@Payload() event: EventOf<typeof BookingCancelled>, @Ctx() ctx: EventContext) {
    return this.out.record(event, ctx.tx, ctx.publish);
  }

  @OnEvent(BookingCancelledUpdated, projection)
  cancelledUpdated(@Payload() event: EventOf<typeof BookingCancelledUpdated>, @Ctx() ctx: EventContext) {
    return this.out.record(event, ctx.tx, ctx.publish);
  }

  @OnEvent(PersonArrived, projection)
  arrived(@Payload() event: EventOf<typeof PersonArrived>, @Ctx() ctx: EventContext) {
    return this.out.record(event, ctx.tx, ctx.publish);
  }

  @OnEvent(PersonArrivedUpdated, projection)
  arrivedUpdated(@Payload() event: EventOf<typeof PersonArrivedUpdated>, @Ctx() ctx: EventContext) {
    return this.out.record(event, ctx.tx, ctx.publish);
  }

  @OnEvent(PersonArrivalUndone, projection)
  arrivalUndone(@Payload() event: EventOf<typeof PersonArrivalUndone>, @Ctx() ctx: EventContext) {
    return this.out.record(event, ctx.tx, ctx.publish);
  }

  @OnEvent(PersonDeparted, projection)
  departed(@Payload() event: EventOf<typeof PersonDeparted>, @Ctx() ctx: EventContext) {
    return this.out.record(event, ctx.tx, ctx.publish);
  }

  @OnEvent(PersonDepartedUpdated, projection)
  departedUpdated(@Payload() event: EventOf<typeof PersonDepartedUpdated>, @Ctx() ctx: EventContext) {
    return this.out.record(event, ctx.tx, ctx.publish);
  }
}
