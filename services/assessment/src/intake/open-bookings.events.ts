import { Controller } from '@nestjs/common';
import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { defineReads, type ReadOf } from '@throughcare/events/define-read';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvents, type EventContext } from '@throughcare/messaging/on-event';
import { isErased } from '@throughcare/platform/erasure';
import { ReplayHooks, tableRebuild } from '@throughcare/messaging/replay';

const openBookings = defineConsumer('assessment.open-bookings');

const bookings = defineReads(
  [BookingProvisionallyMade, BookingConfirmed, BookingCancelled, PersonDeparted],
  ['assessmentId?', 'bookingId', 'crn'],
);
type BookingEvent = ReadOf<(typeof bookings)[number]>;
const states: Readonly<Record<BookingEvent['type'], 'provisional' | 'confirmed' | 'cancelled' | 'departed'>> = {
  [BookingProvisionallyMade.type]: 'provisional',
  [BookingConfirmed.type]: 'confirmed',
  [BookingCancelled.type]: 'cancelled',
  [PersonDeparted.type]: 'departed',
};

/** Keeps `booking_view`. A consumer of its own, so that it has read every booking from the first, and can be rebuilt. */
@Controller()
export class OpenBookingsEvents {
  constructor(hooks: ReplayHooks) {
    hooks.register(openBookings.name, {
      ...tableRebuild('booking_view'),
      reset: async (tx, keys) => void (await tx.query('delete from booking_view where crn = any($1)', [keys])),
    });
  }

  /** What is newest of a booking wins, in whatever order and however often it comes. */
  @OnEvents(bookings, openBookings)
  async moved({ type, data, aggregateversion }: BookingEvent, ctx: EventContext): Promise<void> {
    if (!data.assessmentId || (await isErased(ctx.tx, data.crn))) return;
    await ctx.tx.query(
      `insert into ${ctx.table('booking_view')} as v (booking_id, assessment_id, crn, state, version)
       values ($1, $2, $3, $4, $5)
       on conflict (booking_id) do update set state = excluded.state, version = excluded.version
       where v.version < excluded.version`,
      [data.bookingId, data.assessmentId, data.crn, states[type], aggregateversion],
    );
  }
}
