import { Controller } from '@nestjs/common';
import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvents, type EventContext } from '@throughcare/messaging/on-event';
import { changeIfFound } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { ReplayHooks } from '@throughcare/messaging/replay';
import { clock } from '@throughcare/base/clock';
import type { EntityManager } from 'typeorm';
import { AssessmentBooking } from './assessment-booking.entity';
import { assessments } from '../assessment/assessment.aggregate';
import { bookingCancelled, bookingConfirmed } from '../decision/booking-outcome.rules';
import { recorded } from '../decision/recorded';

const outcome = defineConsumer('assessment.booking-outcome');
const confirmed = defineRead(BookingConfirmed, ['assessmentId?', 'bookingId', 'confirmedBy?.username']);
const cancelled = defineRead(BookingCancelled, ['assessmentId?', 'bookingId', 'cancelledBy?.username']);

/** What is newest of a booking wins, in whatever order and however often it comes. */
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

const confirmedOf = async (tx: EntityManager, assessmentId: string): Promise<readonly string[]> => {
  const where = { assessmentId, isConfirmed: true };
  const firm = await tx.find(AssessmentBooking, { where, order: { bookingId: 'ASC' } });
  return firm.map(({ bookingId }) => bookingId);
};

/** A firm booking closes the assessment it is for; its cancellation re-opens it. */
@Controller()
export class BookingEvents {
  constructor(
    hooks: ReplayHooks,
    private readonly work: UnitOfWork,
  ) {
    hooks.without(
      outcome.name,
      'It decides about assessments, which staff decide about too: decide again, or redeliver missed events.',
    );
  }

  @OnEvents([confirmed, cancelled], outcome)
  async handle(event: ReadOf<typeof confirmed | typeof cancelled>, ctx: EventContext) {
    const { assessmentId, bookingId } = event.data;
    if (!assessmentId) return;
    const isConfirmed = event.type === BookingConfirmed.type;
    const booking = { bookingId, assessmentId, version: event.aggregateversion, isConfirmed };
    const found = await changeIfFound(this.work, assessments, { id: assessmentId }, async (assessment) => {
      if (!(await rememberNewest(ctx.tx, booking))) return undefined;
      const now = clock.now();
      if (event.type === BookingConfirmed.type)
        return recorded(bookingConfirmed(assessment, bookingId, now), event.data.confirmedBy ?? {}, now);
      const decision = bookingCancelled(assessment, bookingId, await confirmedOf(ctx.tx, assessmentId), now);
      return recorded(decision, event.data.cancelledBy ?? {}, now);
    });
    // Its newest word counts, whether or not there is an assessment yet.
    if (!found) await rememberNewest(ctx.tx, booking);
  }
}
