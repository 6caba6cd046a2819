import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import type { EventOf } from '@throughcare/events/define-event';
import { PersonArrivalUndone } from '@throughcare/events/person-arrival-undone.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { OnEvent, type EventContext } from '@throughcare/messaging/consumer/event-pattern';
import { ReplayHooks } from '@throughcare/messaging/replay/rebuild';
import type { FactState } from './accommodation.rules';
import { learnFact } from './learn-fact';

const CONSUMER = 'passport.accommodation';

type BookingEvent = EventOf<
  | typeof BookingProvisionallyMade
  | typeof BookingConfirmed
  | typeof BookingCancelled
  | typeof PersonArrivalUndone
  | typeof PersonArrived
  | typeof PersonDeparted
>;
const booking = (event: BookingEvent, state: FactState, context: EventContext) =>
  learnFact(event, { kind: 'booking', subjectId: event.data.bookingId, state }, context);

/** What the accommodation services decided moves the accommodation pathway. */
@Controller()
export class AccommodationEvents {
  constructor(hooks: ReplayHooks) {
    hooks.without(
      CONSUMER,
      'It moves pathways, which staff move too, and each move is history: set the pathway, or redeliver missed events.',
    );
  }

  @OnEvent(ReferralSubmitted, { consumer: CONSUMER })
  async submitted(@Payload() event: EventOf<typeof ReferralSubmitted>, @Ctx() context: EventContext) {
    const subjectId = event.data.applicationId;
    await learnFact(event, { kind: 'referral', subjectId, state: 'submitted' }, context);
  }

  @OnEvent(AssessmentRejected, { consumer: CONSUMER })
  async rejected(@Payload() event: EventOf<typeof AssessmentRejected>, @Ctx() context: EventContext) {
    const subjectId = event.data.assessmentId;
    await learnFact(event, { kind: 'assessment', subjectId, state: 'rejected' }, context);
  }

  @OnEvent(BookingProvisionallyMade, { consumer: CONSUMER })
  async booked(@Payload() event: EventOf<typeof BookingProvisionallyMade>, @Ctx() context: EventContext) {
    await booking(event, 'provisional', context);
  }

  @OnEvent(BookingConfirmed, { consumer: CONSUMER })
  async confirmed(@Payload() event: EventOf<typeof BookingConfirmed>, @Ctx() context: EventContext) {
    await booking(event, 'confirmed', context);
  }

  @OnEvent(BookingCancelled, { consumer: CONSUMER })
  async cancelled(@Payload() event: EventOf<typeof BookingCancelled>, @Ctx() context: EventContext) {
    await booking(event, 'cancelled', context);
  }

  @OnEvent(PersonArrived, { consumer: CONSUMER })
  async arrived(@Payload() event: EventOf<typeof PersonArrived>, @Ctx() context: EventContext) {
    await booking(event, 'arrived', context);
  }

  /** The person had not moved in: there is a booking, and no more. */
  @OnEvent(PersonArrivalUndone, { consumer: CONSUMER })
  async arrivalUndone(@Payload() event: EventOf<typeof PersonArrivalUndone>, @Ctx() context: EventContext) {
    await booking(event, 'confirmed', context);
  }

  @OnEvent(PersonDeparted, { consumer: CONSUMER })
  async departed(@Payload() event: EventOf<typeof PersonDeparted>, @Ctx() context: EventContext) {
    await booking(event, 'departed', context);
  }
}
