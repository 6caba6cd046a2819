import { Controller } from '@nestjs/common';
import { defineRead, type ReadOf } from '@throughcare/events/define-read';
import { PremisesUpdated } from '@throughcare/events/premises-updated.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks, tableRebuild } from '@throughcare/messaging/replay';

const properties = defineConsumer('referral.premises');
const updated = defineRead(PremisesUpdated, [
  ...(['premisesId', 'reference', 'addressLine1', 'addressLine2?', 'town?', 'postcode'] as const),
]);

/** Keeps `premises_view`: where the bookings of referrals are. */
@Controller()
export class PremisesEvents {
  constructor(hooks: ReplayHooks) {
    hooks.register(properties.name, {
      ...tableRebuild('premises_view'),
      reset: async (tx, keys) =>
        void (await tx.query('delete from premises_view where premises_id::text = any($1)', [keys])),
    });
  }

  /** The newest wins, in whatever order and however often it comes. */
  @OnEvent(updated, properties)
  async updated({ data, aggregateversion }: ReadOf<typeof updated>, ctx: EventContext): Promise<void> {
    await ctx.tx.query(
      `insert into ${ctx.table('premises_view')} as v (premises_id, version, reference, address_line1, address_line2, town, postcode)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (premises_id) do update set
         version = excluded.version, reference = excluded.reference, address_line1 = excluded.address_line1,
         address_line2 = excluded.address_line2, town = excluded.town, postcode = excluded.postcode
       where v.version < excluded.version`,
      [
        data.premisesId,
        aggregateversion,
        data.reference,
        data.addressLine1,
        data.addressLine2 ?? null,
        data.town ?? null,
        data.postcode,
      ],
    );
  }
}
