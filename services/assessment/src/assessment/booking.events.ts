import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventOf } from '@throughcare/events/define-event';
import { OnEvent, type EventContext } from '@throughcare/messaging/consumer/event-pattern';
import { ReplayHooks } from '@throughcare/messaging/replay/rebuild';
import { clock } from '@throughcare/base/clock';
import type { EntityManager } from 'typeorm';
import { AssessmentBooking } from './assessment-booking.entity';
import { bookingCancelled, bookingConfirmed } from './booking-outcome.rules';
import { lock, record } from './record';

const consumer = { consumer: 'assessment.booking-outcome' };

/** What is newest of a booking wins, in whatever order and however often it is told. */
const rememberNewest = async (tx: EntityManager, booking: AssessmentBooking): Promise<boolean> => {
  const rows: readonly unknown[] = await tx.query(
    `insert into assessment_booking (booking_id, assessment_id, version, is_confirmed) values ($1, $2, $3, $4)
     on conflict (booking_id) do update set version = excluded.version, is_confirmed = excluded.is_confirmed
       where assessment_booking.version < excluded.version
     returning booking_id`,
    [booking.bookingId, booking.assessmentId, booking.version, booking.isConfirmed],
  );
  return rows.length > 0;
};

/** A firm booking closes the assessment it is for; its cancellation re-opens it. */
@Controller()
export class BookingEvents {
  constructor(hooks: ReplayHooks) {
    hooks.without(
      consumer.consumer,
      'It decides about assessments, which staff decide about too: decide again, or redeliver missed events.',
    );
  }

  @OnEvent(BookingConfirmed, consumer)
  async confirmed(@Payload() event: EventOf<typeof BookingConfirmed>, @Ctx() context: EventContext): Promise<void> {
    const { assessmentId, bookingId, confirmedBy } = event.data;
    if (!assessmentId) return;
    const assessment = await lock(context, assessmentId);
    const booking = { bookingId, assessmentId, version: event.aggregateversion, isConfirmed: true };
    if (!(await rememberNewest(context.tx, booking)) || !assessment) return;
    const now = clock.now();
    await record(context, assessment, bookingConfirmed(assessment, bookingId, now), confirmedBy ?? {}, now);
  }

  @OnEvent(BookingCancelled, consumer)
  async cancelled(@Payload() event: EventOf<typeof BookingCancelled>, @Ctx() context: EventContext): Promise<void> {
    const { assessmentId, bookingId, cancelledBy } = event.data;
    if (!assessmentId) return;
    const assessment = await lock(context, assessmentId);
    const booking = { bookingId, assessmentId, version: event.aggregateversion, isConfirmed: false };
    if (!(await rememberNewest(context.tx, booking)) || !assessment) return;
    const firm = await context.tx.find(AssessmentBooking, {
      where: { assessmentId, isConfirmed: true },
      order: { bookingId: 'ASC' },
    });
    const stillConfirmed = firm.map((other) => other.bookingId);
    const now = clock.now();
    const decision = bookingCancelled(assessment, bookingId, stillConfirmed, now);
    await record(context, assessment, decision, cancelledBy ?? {}, now);
  }
}
