import { Controller } from '@nestjs/common';
import { AssessmentAllocated } from '@throughcare/events/assessment-allocated.v1';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { AssessmentDeallocated } from '@throughcare/events/assessment-deallocated.v1';
import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { defineReads, type ReadOf } from '@throughcare/events/define-read';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvents, type EventContext } from '@throughcare/messaging/on-event';
import { updateBookkeeping } from '@throughcare/messaging/aggregate';
import { ReplayHooks } from '@throughcare/messaging/replay';
import { notFound } from '@throughcare/base/errors';
import { applications } from './application.aggregate';
import { Application } from './application.entity';
import { applyOutcome } from './outcome.rules';

const outcome = defineConsumer('referral.outcome');

const assessments = defineReads(
  [AssessmentAllocated, AssessmentDeallocated, AssessmentReadyToPlace, AssessmentRejected, AssessmentClosed],
  ['applicationId'],
);

/** Keeps what the referrer is shown of the assessment. */
@Controller()
export class OutcomeEvents {
  constructor(hooks: ReplayHooks) {
    hooks.register(outcome.name, {
      reset: async (tx, keys) =>
        void (await tx.query(
          `update application set assessment_status = null, assessment_decision = null, outcome_version = 0
           where crn = any($1)`,
          [keys],
        )),
    });
  }

  @OnEvents(assessments, outcome)
  async apply(event: ReadOf<(typeof assessments)[number]>, ctx: EventContext): Promise<void> {
    const id = event.data.applicationId;
    const application = await ctx.tx.findOne(Application, {
      select: { id: true, outcomeVersion: true },
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!application) throw notFound('APPLICATION_NOT_FOUND');
    const { changes } = applyOutcome(application, event);
    if (changes.outcomeVersion !== undefined) await updateBookkeeping(ctx.tx, applications, { id }, changes);
  }
}
