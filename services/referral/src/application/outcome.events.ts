import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { AssessmentAllocated } from '@throughcare/events/assessment-allocated.v1';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { AssessmentDeallocated } from '@throughcare/events/assessment-deallocated.v1';
import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import type { EventOf } from '@throughcare/events/define-event';
import { OnEvent, type EventContext } from '@throughcare/messaging/consumer/event-pattern';
import { ReplayHooks } from '@throughcare/messaging/replay/rebuild';
import { notFound } from '@throughcare/base/errors';
import { Application } from './application.entity';
import { applyOutcome } from './outcome.rules';

type OutcomeEvent =
  | EventOf<typeof AssessmentAllocated>
  | EventOf<typeof AssessmentDeallocated>
  | EventOf<typeof AssessmentReadyToPlace>
  | EventOf<typeof AssessmentRejected>
  | EventOf<typeof AssessmentClosed>;

const consumer = { consumer: 'referral.outcome' };

/** Keeps what the referrer is shown of the assessment. */
@Controller()
export class OutcomeEvents {
  constructor(hooks: ReplayHooks) {
    hooks.register(consumer.consumer, {
      reset: async (tx, keys) =>
        void (await tx.query(
          `update application set assessment_status = null, assessment_decision = null, outcome_version = 0
           where crn = any($1)`,
          [keys],
        )),
    });
  }

  @OnEvent(AssessmentAllocated, consumer)
  allocated(@Payload() event: EventOf<typeof AssessmentAllocated>, @Ctx() context: EventContext) {
    return this.apply(event, context);
  }

  @OnEvent(AssessmentDeallocated, consumer)
  deallocated(@Payload() event: EventOf<typeof AssessmentDeallocated>, @Ctx() context: EventContext) {
    return this.apply(event, context);
  }

  @OnEvent(AssessmentReadyToPlace, consumer)
  readyToPlace(@Payload() event: EventOf<typeof AssessmentReadyToPlace>, @Ctx() context: EventContext) {
    return this.apply(event, context);
  }

  @OnEvent(AssessmentRejected, consumer)
  rejected(@Payload() event: EventOf<typeof AssessmentRejected>, @Ctx() context: EventContext) {
    return this.apply(event, context);
  }

  @OnEvent(AssessmentClosed, consumer)
  closed(@Payload() event: EventOf<typeof AssessmentClosed>, @Ctx() context: EventContext) {
    return this.apply(event, context);
  }

  private async apply(event: OutcomeEvent, { tx }: EventContext): Promise<void> {
    const id = event.data.applicationId;
    const application = await tx.findOne(Application, {
      select: { id: true, outcomeVersion: true },
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!application) throw notFound('APPLICATION_NOT_FOUND');
    const { changes } = applyOutcome(application, event);
    if (changes.outcomeVersion !== undefined) await tx.update(Application, { id }, changes);
  }
}
