import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import type { EventEnvelope, EventOf } from '@throughcare/events/define-event';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { OnEvent, type EventContext } from '@throughcare/messaging/consumer/event-pattern';
import { ReplayHooks, tableFor, tableRebuild } from '@throughcare/messaging/replay/rebuild';

const consumer = 'assessment.open-bookings';

interface BookingFacts {
  readonly bookingId: string;
  readonly assessmentId?: string | undefined;
  readonly crn: string;
}

/** Keeps `booking_view`. A consumer of its own, so that it has read every booking from the first, and can be rebuilt. */
@Controller()
export class OpenBookingsEvents {
  constructor(hooks: ReplayHooks) {
    hooks.register(consumer, {
      ...tableRebuild('booking_view'),
      reset: async (tx, keys) => void (await tx.query('delete from booking_view where crn = any($1)', [keys])),
    });
  }

  @OnEvent(BookingProvisionallyMade, { consumer })
  booked(@Payload() event: EventOf<typeof BookingProvisionallyMade>, @Ctx() ctx: EventContext) {
    return moved(ctx, event, 'provisional');
  }

  @OnEvent(BookingConfirmed, { consumer })
  confirmed(@Payload() event: EventOf<typeof BookingConfirmed>, @Ctx() ctx: EventContext) {
    return moved(ctx, event, 'confirmed');
  }

  @OnEvent(BookingCancelled, { consumer })
  cancelled(@Payload() event: EventOf<typeof BookingCancelled>, @Ctx() ctx: EventContext) {
    return moved(ctx, event, 'cancelled');
  }

  @OnEvent(PersonDeparted, { consumer })
  departed(@Payload() event: EventOf<typeof PersonDeparted>, @Ctx() ctx: EventContext) {
    return moved(ctx, event, 'departed');
  }
}

/** What is newest of a booking wins, in whatever order and however often it is told. */
const moved = async (
  ctx: EventContext,
  { data, aggregateversion }: EventEnvelope<string, BookingFacts>,
  state: 'provisional' | 'confirmed' | 'cancelled' | 'departed',
): Promise<void> => {
  if (!data.assessmentId) return;
  await ctx.tx.query(
    `insert into ${tableFor('booking_view', ctx)} as v (booking_id, assessment_id, crn, state, version)
     values ($1, $2, $3, $4, $5)
     on conflict (booking_id) do update set state = excluded.state, version = excluded.version
     where v.version < excluded.version`,
    [data.bookingId, data.assessmentId, data.crn, state, aggregateversion],
  );
};
