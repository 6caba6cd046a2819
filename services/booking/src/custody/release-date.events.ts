import { Controller } from '@nestjs/common';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { ReleaseDateChanged } from '@throughcare/events/release-date-changed.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks, tableRebuild } from '@throughcare/messaging/replay';
import { isErased } from '@throughcare/platform/erasure';
import { survivorOf } from '@throughcare/platform/numbers';

const releaseDates = defineConsumer('booking.release-dates');
const changed = defineRead(ReleaseDateChanged, ['nomsNumber', 'crn?', 'releaseDate?', 'changedAt']);

/** Keeps the release date that the prison has of each person: what an alert on a booking follows from. The latest word wins. */
@Controller()
export class ReleaseDateEvents {
  constructor(hooks: ReplayHooks) {
    hooks.register(releaseDates.name, {
      ...tableRebuild('release_date_view'),
      reset: async (tx, keys) =>
        void (await tx.query('delete from release_date_view where noms_number = any($1) or crn = any($1)', [keys])),
    });
  }

  @OnEvent(changed, releaseDates)
  async changed({ data }: ReadOf<typeof changed>, ctx: EventContext): Promise<void> {
    if (await isErased(ctx.tx, data.crn ?? data.nomsNumber)) return;
    await ctx.tx.query(
      `insert into ${ctx.table('release_date_view')} as v (noms_number, crn, release_date, changed_at) values ($1, $2, $3, $4)
       on conflict (noms_number) do update set crn = coalesce(excluded.crn, v.crn), release_date = excluded.release_date,
         changed_at = excluded.changed_at
       where v.changed_at < excluded.changed_at`,
      [
        await survivorOf(ctx.tx, 'noms', data.nomsNumber),
        data.crn === undefined ? null : await survivorOf(ctx.tx, 'crn', data.crn),
        data.releaseDate ?? null,
        data.changedAt,
      ],
    );
  }
}
