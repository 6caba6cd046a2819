import { Controller } from '@nestjs/common';
import { BookingCancelledUpdated } from '@throughcare/events/booking-cancelled-updated.v1';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { PersonNotArrived } from '@throughcare/events/person-not-arrived.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvents, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks, tableRebuild } from '@throughcare/messaging/replay';
import { isErased } from '@throughcare/platform/erasure';
import type { EntityManager } from 'typeorm';
import { addUserNote } from '../timeline/notes';

const nonArrivals = defineConsumer('assessment.non-arrivals');
const absent = defineRead(PersonNotArrived, [
  ...(['assessmentId?', 'bookingId', 'crn', 'expectedOn', 'nonArrivalReason', 'recordedAt'] as const),
  'recordedBy?.username',
]);
const corrected = defineRead(BookingCancelledUpdated, ['assessmentId?', 'bookingId', 'crn']);
type NonArrival = ReadOf<typeof absent>;

/** On the timeline, whenever it is heard of, where it was recorded. */
const addNote = async (tx: EntityManager, { data }: NonArrival): Promise<void> => {
  const { assessmentId = '', expectedOn, nonArrivalReason, recordedAt, recordedBy } = data;
  const found = await tx.query<unknown[]>('select 1 from assessment where id = $1 for key share', [assessmentId]);
  if (found.length === 0) return;
  const message = `The person did not arrive on ${expectedOn}: ${nonArrivalReason}`;
  await addUserNote(tx, assessmentId, recordedBy ?? {}, new Date(recordedAt), message);
};

/** Keeps who did not come. What is newest of a booking wins, in whatever order and however often it comes. */
@Controller()
export class NonArrivalEvents {
  constructor(hooks: ReplayHooks) {
    hooks.register(nonArrivals.name, {
      ...tableRebuild('non_arrival_view'),
      reset: async (tx, keys) => void (await tx.query('delete from non_arrival_view where crn = any($1)', [keys])),
    });
  }

  @OnEvents([absent, corrected], nonArrivals)
  async recorded(event: NonArrival | ReadOf<typeof corrected>, ctx: EventContext): Promise<void> {
    const { assessmentId, bookingId, crn } = event.data;
    if (!assessmentId || (await isErased(ctx.tx, crn))) return;
    const absence = event.type === PersonNotArrived.type ? event.data : undefined;
    await ctx.tx.query(
      `insert into ${ctx.table('non_arrival_view')} as v (booking_id, assessment_id, crn, expected_on, reason, is_standing, version)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (booking_id) do update set expected_on = excluded.expected_on, reason = excluded.reason,
         is_standing = excluded.is_standing, version = excluded.version
       where v.version < excluded.version`,
      [
        bookingId,
        assessmentId,
        crn,
        absence?.expectedOn ?? null,
        absence?.nonArrivalReason ?? null,
        absence !== undefined,
        event.aggregateversion,
      ],
    );
    // Lines of the timeline stay when views are made again.
    if (event.type === PersonNotArrived.type && !ctx.replay) await addNote(ctx.tx, event);
  }
}
