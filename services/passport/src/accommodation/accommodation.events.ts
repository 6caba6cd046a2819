import { Controller } from '@nestjs/common';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { defineRead, defineReads, type ReadOf } from '@throughcare/events/define-read';
import { PersonArrivalUndone } from '@throughcare/events/person-arrival-undone.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent, OnEvents, type EventContext } from '@throughcare/messaging/on-event';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { ReplayHooks } from '@throughcare/messaging/replay';
import type { FactState } from './accommodation.rules';
import { learnFact } from './learn-fact';

const accommodation = defineConsumer('passport.accommodation');

const submitted = defineRead(ReferralSubmitted, ['nomsNumber?', 'crn', 'applicationId']);
const rejected = defineRead(AssessmentRejected, ['assessmentId', 'nomsNumber?', 'crn', 'applicationId']);
const bookings = defineReads(
  [BookingProvisionallyMade, BookingConfirmed, BookingCancelled, PersonArrived, PersonArrivalUndone, PersonDeparted],
  ['bookingId', 'nomsNumber?', 'crn', 'applicationId?'],
);
type BookingEvent = ReadOf<(typeof bookings)[number]>;
const states: Readonly<Record<BookingEvent['type'], FactState>> = {
  [BookingProvisionallyMade.type]: 'provisional',
  [BookingConfirmed.type]: 'confirmed',
  [BookingCancelled.type]: 'cancelled',
  [PersonArrived.type]: 'arrived',
  // The person had not moved in: there is a booking, and no more.
  [PersonArrivalUndone.type]: 'confirmed',
  [PersonDeparted.type]: 'departed',
};

/** What the accommodation services decided moves the accommodation pathway. */
@Controller()
export class AccommodationEvents {
  constructor(
    hooks: ReplayHooks,
    private readonly work: UnitOfWork,
  ) {
    hooks.without(
      accommodation.name,
      'It moves pathways, which staff move too, and each move is history: set the pathway, or redeliver missed events.',
    );
  }

  @OnEvent(submitted, accommodation)
  async submitted(event: ReadOf<typeof submitted>, ctx: EventContext): Promise<void> {
    const subjectId = event.data.applicationId;
    await learnFact(this.work, event, { kind: 'referral', subjectId, state: 'submitted' }, ctx);
  }

  @OnEvent(rejected, accommodation)
  async rejected(event: ReadOf<typeof rejected>, ctx: EventContext): Promise<void> {
    const subjectId = event.data.assessmentId;
    await learnFact(this.work, event, { kind: 'assessment', subjectId, state: 'rejected' }, ctx);
  }

  @OnEvents(bookings, accommodation)
  async booked(event: BookingEvent, ctx: EventContext): Promise<void> {
    const subjectId = event.data.bookingId;
    await learnFact(this.work, event, { kind: 'booking', subjectId, state: states[event.type] }, ctx);
  }
}
