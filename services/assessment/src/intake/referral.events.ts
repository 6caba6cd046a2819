import { Controller } from '@nestjs/common';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { assessmentIdOf } from '@throughcare/events/ids';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent, type EventContext } from '@throughcare/messaging/on-event';
import { createIfNew } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { ReplayHooks } from '@throughcare/messaging/replay';
import { addSystemNote } from '../timeline/notes';
import { isErased } from '@throughcare/platform/erasure';
import { numberNow } from '@throughcare/platform/numbers';
import { ReferralChangesService, amendedReferral, withdrawnReferral } from './referral-changes.service';
import { assessments } from '../assessment/assessment.aggregate';
import { undecided } from '../decision/decision.rules';

const intake = defineConsumer('assessment.intake');
const submitted = defineRead(ReferralSubmitted, [
  ...(['applicationId', 'submittedAt', 'crn', 'nomsNumber?', 'createdByUserId', 'submittedBy?.username'] as const),
  ...([
    'probationRegionId',
    'probationDeliveryUnitId',
    'releaseDate?',
    'accommodationRequiredFromDate',
    'sexualRisk',
    'eligibilityReason?',
  ] as const),
]);

/** Opens an assessment for every submitted referral, once. */
@Controller()
export class ReferralEvents {
  constructor(
    hooks: ReplayHooks,
    private readonly work: UnitOfWork,
    private readonly changes: ReferralChangesService,
  ) {
    hooks.without(
      intake.name,
      'It opens assessments, on which staff have worked since: redeliver the referrals that were missed.',
    );
  }

  @OnEvent(submitted, intake)
  async submitted({ data }: ReadOf<typeof submitted>, ctx: EventContext): Promise<void> {
    if (await isErased(ctx.tx, data.crn)) return;
    const id = assessmentIdOf(data.applicationId);
    const submittedAt = new Date(data.submittedAt);
    const row = { table: 'assessment', id };
    const crn = await numberNow(ctx.tx, row, 'crn', data.crn);
    const author = { userId: data.createdByUserId, username: data.submittedBy?.username };
    const opened = {
      id,
      applicationId: data.applicationId,
      crn,
      eventKey: crn,
      nomsNumber: data.nomsNumber === undefined ? null : await numberNow(ctx.tx, row, 'noms', data.nomsNumber),
      referrerUserId: data.createdByUserId,
      probationRegionId: data.probationRegionId,
      probationDeliveryUnitId: data.probationDeliveryUnitId,
      createdAt: submittedAt,
      releaseDate: data.releaseDate ?? null,
      accommodationRequiredFromDate: data.accommodationRequiredFromDate,
      sexualRisk: data.sexualRisk,
      eligibilityReason: data.eligibilityReason ?? null,
      status: 'unallocated' as const,
      ...undecided,
      allocatedToUserId: null,
      allocatedAt: null,
    };
    const also = async () => void (await addSystemNote(ctx.tx, id, author, submittedAt, { category: 'submitted' }));
    await createIfNew(this.work, assessments, opened, { events: [], also });
  }

  /** Of the consumer that opened the assessment, and so after that. */
  @OnEvent(withdrawnReferral, intake)
  withdrawn(event: ReadOf<typeof withdrawnReferral>): Promise<void> {
    return this.changes.withdrawn(event);
  }

  @OnEvent(amendedReferral, intake)
  amended(event: ReadOf<typeof amendedReferral>): Promise<void> {
    return this.changes.amended(event);
  }
}
