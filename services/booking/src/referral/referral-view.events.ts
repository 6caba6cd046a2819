import { Controller } from '@nestjs/common';
import { AssessmentAllocated } from '@throughcare/events/assessment-allocated.v1';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { AssessmentDeallocated } from '@throughcare/events/assessment-deallocated.v1';
import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { AssessmentUpdated } from '@throughcare/events/assessment-updated.v1';
import { defineRead, defineReads, type ReadOf } from '@throughcare/events/define-read';
import { assessmentIdOf } from '@throughcare/events/ids';
import { ReferralAmended } from '@throughcare/events/referral-amended.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent, OnEvents, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks, tableRebuild } from '@throughcare/messaging/replay';
import { isErased } from '@throughcare/platform/erasure';
import { numberNow } from '@throughcare/platform/numbers';
import type { AssessmentStatus } from './referral-view.entity';

const view = defineConsumer('booking.referral-view');

const submitted = defineRead(ReferralSubmitted, [
  'applicationId',
  'crn',
  'nomsNumber?',
  'probationRegionId',
  'eventNumber?',
  'sexualRisk',
  'probationDeliveryUnitId',
  'accommodationRequiredFromDate',
  'releaseDate?',
]);
const dates = defineRead(AssessmentUpdated, [
  ...(['applicationId', 'assessmentId', 'crn', 'nomsNumber?', 'probationRegionId'] as const),
  ...(['releaseDate?.to', 'accommodationRequiredFromDate?.to'] as const),
]);
const amended = defineRead(ReferralAmended, ['applicationId', 'sexualRisk', 'probationDeliveryUnitId']);
const assessments = defineReads(
  [AssessmentAllocated, AssessmentDeallocated, AssessmentReadyToPlace, AssessmentRejected, AssessmentClosed],
  ['applicationId', 'assessmentId', 'crn', 'nomsNumber?', 'probationRegionId'],
);
type AssessmentEvent = ReadOf<(typeof assessments)[number]>;
const statuses: Readonly<Record<AssessmentEvent['type'], AssessmentStatus>> = {
  [AssessmentAllocated.type]: 'in_review',
  [AssessmentDeallocated.type]: 'unallocated',
  [AssessmentReadyToPlace.type]: 'ready_to_place',
  [AssessmentRejected.type]: 'rejected',
  [AssessmentClosed.type]: 'closed',
};

/** Keeps `referral_view`. Two services tell it, so neither waits for the other: the version of the assessment decides. */
@Controller()
export class ReferralViewEvents {
  constructor(hooks: ReplayHooks) {
    hooks.register(view.name, {
      ...tableRebuild('referral_view'),
      reset: async (tx, keys) =>
        void (await tx.query('delete from referral_view where crn = any($1) or noms_number = any($1)', [keys])),
    });
  }

  @OnEvent(submitted, view)
  async submitted({ data }: ReadOf<typeof submitted>, ctx: EventContext) {
    if (await isErased(ctx.tx, data.crn)) return;
    const { applicationId, eventNumber = null, releaseDate = null } = data;
    const { crn, noms } = await numbersOf(ctx, data);
    await ctx.tx.query(
      `insert into ${ctx.table('referral_view')} as v
         (application_id, assessment_id, crn, noms_number, probation_region_id, event_number, sexual_risk,
          probation_delivery_unit_id, required_from, release_date)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (application_id) do update set
         event_number = excluded.event_number, sexual_risk = excluded.sexual_risk,
         noms_number = coalesce(excluded.noms_number, v.noms_number),
         probation_delivery_unit_id = excluded.probation_delivery_unit_id,
         required_from = case v.required_from_version when 0 then excluded.required_from else v.required_from end,
         release_date = case v.release_date_version when 0 then excluded.release_date else v.release_date end`,
      [
        applicationId,
        assessmentIdOf(applicationId),
        crn,
        noms,
        data.probationRegionId,
        eventNumber,
        data.sexualRisk,
        data.probationDeliveryUnitId,
        data.accommodationRequiredFromDate,
        releaseDate,
      ],
    );
  }

  /** Each day has a version of its own: an event names only the one that changed. */
  @OnEvent(dates, view)
  async datesChanged({ data, aggregateversion }: ReadOf<typeof dates>, ctx: EventContext): Promise<void> {
    if (await isErased(ctx.tx, data.crn)) return;
    const { crn, noms } = await numbersOf(ctx, data);
    const table = ctx.table('referral_view');
    await ctx.tx.query(
      `insert into ${table} (application_id, assessment_id, crn, noms_number, probation_region_id)
       values ($1, $2, $3, $4, $5) on conflict (application_id) do nothing`,
      [data.applicationId, data.assessmentId, crn, noms, data.probationRegionId],
    );
    const changed = [
      ['required_from', data.accommodationRequiredFromDate?.to],
      ['release_date', data.releaseDate?.to],
    ] as const;
    for (const [column, day] of changed)
      if (day !== undefined)
        await ctx.tx.query(
          `update ${table} set ${column} = $2, ${column}_version = $3 where application_id = $1 and ${column}_version < $3`,
          [data.applicationId, day, aggregateversion],
        );
  }

  /** Comes after the submission: both are of one referral. */
  @OnEvent(amended, view)
  async amended({ data }: ReadOf<typeof amended>, ctx: EventContext): Promise<void> {
    const { applicationId, sexualRisk, probationDeliveryUnitId } = data;
    await ctx.tx.query(
      `update ${ctx.table('referral_view')} set sexual_risk = $2, probation_delivery_unit_id = $3 where application_id = $1`,
      [applicationId, sexualRisk, probationDeliveryUnitId],
    );
  }

  @OnEvents(assessments, view)
  async moved({ type, data, aggregateversion }: AssessmentEvent, ctx: EventContext): Promise<void> {
    if (await isErased(ctx.tx, data.crn)) return;
    const { crn, noms } = await numbersOf(ctx, data);
    await ctx.tx.query(
      `insert into ${ctx.table('referral_view')} as v
         (application_id, assessment_id, crn, noms_number, probation_region_id, assessment_status, assessment_version)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (application_id) do update set
         assessment_status = excluded.assessment_status, assessment_version = excluded.assessment_version
       where v.assessment_version < excluded.assessment_version`,
      [data.applicationId, data.assessmentId, crn, noms, data.probationRegionId, statuses[type], aggregateversion],
    );
  }
}

/** The numbers that the person has now, whenever the event was published. */
const numbersOf = async (
  ctx: EventContext,
  { applicationId: id, crn, nomsNumber }: Pick<AssessmentEvent['data'], 'applicationId' | 'crn' | 'nomsNumber'>,
) => ({
  crn: await numberNow(ctx.tx, { table: 'referral_view', id }, 'crn', crn),
  noms: nomsNumber === undefined ? null : await numberNow(ctx.tx, { table: 'referral_view', id }, 'noms', nomsNumber),
});
