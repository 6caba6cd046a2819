import { Controller } from '@nestjs/common';
import { AssessmentAllocated } from '@throughcare/events/assessment-allocated.v1';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { AssessmentDeallocated } from '@throughcare/events/assessment-deallocated.v1';
import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingDatesChanged } from '@throughcare/events/booking-dates-changed.v1';
import { BookingExtended } from '@throughcare/events/booking-extended.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { defineRead, defineReads, type ReadOf } from '@throughcare/events/define-read';
import { OverstayRecorded } from '@throughcare/events/overstay-recorded.v1';
import { PersonArrivalUndone } from '@throughcare/events/person-arrival-undone.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonDepartedUpdated } from '@throughcare/events/person-departed-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { PersonMoved } from '@throughcare/events/person-moved.v1';
import { PersonNotArrived } from '@throughcare/events/person-not-arrived.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent, OnEvents, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks } from '@throughcare/messaging/replay';
import type { ReferralBookingStatus } from './referral-booking.entity';

const history = defineConsumer('referral.history');

const assessments = defineReads(
  [AssessmentAllocated, AssessmentDeallocated, AssessmentReadyToPlace, AssessmentClosed],
  ['applicationId'],
);
const rejected = defineRead(AssessmentRejected, ['applicationId', 'rejectionReasonId']);
const BOOKING = ['applicationId?', 'bookingId', 'premisesId', 'arrivalDate', 'departureDate', 'status?'] as const;
const stays = defineReads(
  [
    BookingProvisionallyMade,
    BookingConfirmed,
    BookingDatesChanged,
    PersonArrived,
    PersonArrivedUpdated,
    PersonArrivalUndone,
    PersonMoved,
    PersonDeparted,
    PersonDepartedUpdated,
    BookingExtended,
    OverstayRecorded,
    PersonNotArrived,
  ],
  BOOKING,
);
const cancelled = defineRead(BookingCancelled, [...BOOKING, ...(['cancellationDate', 'cancellationReason'] as const)]);
type Stay = ReadOf<(typeof stays)[number]> | ReadOf<typeof cancelled>;

/** What a booking is after an event; the others leave it as it is, or say so themselves. */
const statuses: Readonly<Partial<Record<Stay['type'], ReferralBookingStatus>>> = {
  [BookingProvisionallyMade.type]: 'provisional',
  [BookingConfirmed.type]: 'confirmed',
  [PersonArrived.type]: 'arrived',
  [PersonArrivalUndone.type]: 'confirmed',
  [PersonDeparted.type]: 'departed',
  [PersonNotArrived.type]: 'not-arrived',
  [BookingCancelled.type]: 'cancelled',
};

interface Told {
  readonly id: string;
  readonly type: string;
  readonly time: string;
}

interface About {
  readonly applicationId: string;
  readonly bookingId?: string;
  /** Why it was rejected. */
  readonly reasonId?: string;
}

const note = (ctx: EventContext, { id, type, time }: Told, { applicationId, bookingId, reasonId }: About) =>
  ctx.tx.query(
    `insert into application_history (application_id, event_id, type, at, booking_id, reason_id)
     select id, $2, $3, $4, $5, $6 from application where id = $1 order by id on conflict do nothing`,
    [applicationId, id, type, time, bookingId ?? null, reasonId ?? null],
  );

/** The newest of a booking wins, in whatever order and however often its events come. */
const keep = (ctx: EventContext, event: Stay, applicationId: string) => {
  const { data, type, aggregateversion: version, time } = event;
  const isCancelled = event.type === BookingCancelled.type;
  return ctx.tx.query(
    `insert into application_booking as b
       (booking_id, application_id, version, status, arrival_date, departure_date, offered_at, cancelled_on, cancellation_reason,
        premises_id)
     values ($1, $2, $3, coalesce($4, 'arrived'), $5, $6, $7, $8, $9, $10)
     on conflict (booking_id) do update set
       version = greatest(b.version, excluded.version),
       status = case when excluded.version > b.version then coalesce($4, b.status) else b.status end,
       arrival_date = case when excluded.version > b.version then excluded.arrival_date else b.arrival_date end,
       departure_date = case when excluded.version > b.version then excluded.departure_date else b.departure_date end,
       premises_id = case when excluded.version > b.version then excluded.premises_id else b.premises_id end,
       offered_at = coalesce(b.offered_at, excluded.offered_at),
       cancelled_on = coalesce(excluded.cancelled_on, b.cancelled_on),
       cancellation_reason = coalesce(excluded.cancellation_reason, b.cancellation_reason)`,
    [
      data.bookingId,
      applicationId,
      version,
      statuses[type] ?? data.status ?? null,
      data.arrivalDate,
      data.departureDate,
      type === BookingProvisionallyMade.type ? time : null,
      ...(isCancelled ? [event.data.cancellationDate, event.data.cancellationReason] : [null, null]),
      data.premisesId,
    ],
  );
};

/** Keeps what a referrer is shown of the way of a referral, and its bookings. */
@Controller()
export class HistoryEvents {
  constructor(hooks: ReplayHooks) {
    const reset = async (tx: EventContext['tx'], keys: readonly string[]) => {
      const of = 'application_id in (select id from application where crn = any($1))';
      await tx.query(`delete from application_history where ${of}`, [keys]);
      await tx.query(`delete from application_booking where ${of}`, [keys]);
    };
    hooks.register(history.name, { reset });
  }

  @OnEvents(assessments, history)
  async assessed(event: ReadOf<(typeof assessments)[number]>, ctx: EventContext): Promise<void> {
    await note(ctx, event, { applicationId: event.data.applicationId });
  }

  @OnEvent(rejected, history)
  async rejected(event: ReadOf<typeof rejected>, ctx: EventContext): Promise<void> {
    const { applicationId, rejectionReasonId: reasonId } = event.data;
    await note(ctx, event, { applicationId, reasonId });
  }

  @OnEvents(stays, history)
  async stayed(event: ReadOf<(typeof stays)[number]>, ctx: EventContext): Promise<void> {
    await this.booked(event, ctx);
  }

  @OnEvent(cancelled, history)
  async cancelled(event: ReadOf<typeof cancelled>, ctx: EventContext): Promise<void> {
    await this.booked(event, ctx);
  }

  private async booked(event: Stay, ctx: EventContext): Promise<void> {
    const { applicationId, bookingId } = event.data;
    if (!applicationId) return;
    await note(ctx, event, { applicationId, bookingId });
    await keep(ctx, event, applicationId);
  }
}
