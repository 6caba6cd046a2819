import { Controller } from '@nestjs/common';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { PersonDied } from '@throughcare/events/person-died.v1';
import { PersonReceived } from '@throughcare/events/person-received.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvents, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks, tableRebuild } from '@throughcare/messaging/replay';
import { isErased } from '@throughcare/platform/erasure';
import { survivorOf } from '@throughcare/platform/numbers';

const custody = defineConsumer('assessment.custody');
const received = defineRead(PersonReceived, ['nomsNumber', 'crn?', 'occurredAt', 'verifiedAt', 'kind', 'recall']);
const released = defineRead(PersonReleased, ['nomsNumber', 'crn?', 'occurredAt', 'verifiedAt']);
const died = defineRead(PersonDied, ['nomsNumber', 'crn?', 'occurredAt', 'verifiedAt']);
type Movement = ReadOf<typeof received | typeof released | typeof died>;

/** Keeps what a prison last said of each person: what alerts follow from. The latest word wins, in whatever order and however often it comes. */
@Controller()
export class CustodyEvents {
  constructor(hooks: ReplayHooks) {
    hooks.register(custody.name, {
      ...tableRebuild('custody_view'),
      reset: async (tx, keys) => void (await tx.query('delete from custody_view where noms_number = any($1)', [keys])),
    });
  }

  @OnEvents([received, released, died], custody)
  async moved(event: Movement, ctx: EventContext): Promise<void> {
    // Whoever was at court, or went to another prison, was in custody before.
    if (event.type === PersonReceived.type && event.data.kind !== 'ADMISSION') return;
    if (await isErased(ctx.tx, event.data.crn ?? event.data.nomsNumber)) return;
    const { nomsNumber, occurredAt, verifiedAt } = event.data;
    await ctx.tx.query(
      `insert into ${ctx.table('custody_view')} as v (noms_number, in_custody, is_recall, has_died, occurred_at, verified_at)
       values ($1, $2, $3, $6, $4, $5)
       on conflict (noms_number) do update set in_custody = excluded.in_custody, is_recall = excluded.is_recall,
         has_died = excluded.has_died, occurred_at = excluded.occurred_at, verified_at = excluded.verified_at
       where (v.verified_at, v.occurred_at) < (excluded.verified_at, excluded.occurred_at)`,
      [
        await survivorOf(ctx.tx, 'noms', nomsNumber),
        event.type === PersonReceived.type,
        event.type === PersonReceived.type && event.data.recall,
        occurredAt,
        verifiedAt,
        event.type === PersonDied.type,
      ],
    );
  }
}
