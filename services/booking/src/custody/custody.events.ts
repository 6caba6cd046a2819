import { Controller } from '@nestjs/common';
import { defineReads, type ReadOf } from '@throughcare/events/define-read';
import { PersonDied } from '@throughcare/events/person-died.v1';
import { PersonReceived } from '@throughcare/events/person-received.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvents, type EventContext } from '@throughcare/messaging/on-event';
import { ReplayHooks, tableRebuild } from '@throughcare/messaging/replay';
import { isErased } from '@throughcare/platform/erasure';
import { survivorOf } from '@throughcare/platform/numbers';
import type { EntityManager } from 'typeorm';
import { lockCustody } from './custody';

const custody = defineConsumer('booking.custody');

const movements = defineReads(
  [PersonReleased, PersonReceived, PersonDied],
  ['nomsNumber', 'crn?', 'occurredAt', 'verifiedAt'],
);
type Movement = ReadOf<(typeof movements)[number]>;

/**
 * Marks the live bookings of a person who left or entered custody, or died there. A release starts no stay: only staff record an arrival.
 * What the prison said last wins, in whatever order the messages come.
 */
@Controller()
export class CustodyEvents {
  constructor(hooks: ReplayHooks) {
    hooks.register(custody.name, {
      ...tableRebuild('custody_view'),
      reset: async (tx, keys) =>
        void (await tx.query('delete from custody_view where noms_number = any($1) or crn = any($1)', [keys])),
    });
  }

  @OnEvents(movements, custody)
  async moved({ type, data }: Movement, ctx: EventContext): Promise<void> {
    const { tx, replay } = ctx;
    if (await isErased(tx, data.crn ?? data.nomsNumber)) return;
    const inCustody = type === PersonReceived.type;
    const nomsNumber = await survivorOf(tx, 'noms', data.nomsNumber);
    const crn = data.crn === undefined ? undefined : await survivorOf(tx, 'crn', data.crn);
    const movement = { ...data, nomsNumber, crn };
    await lockCustody(tx, movement);
    const news = await tx.query<unknown[]>(
      `insert into ${ctx.table('custody_view')} as v (noms_number, crn, in_custody, has_died, occurred_at, verified_at)
       values ($1, $2, $3, $6, $4, $5)
       on conflict (noms_number) do update set
         crn = coalesce(excluded.crn, v.crn), in_custody = excluded.in_custody, has_died = excluded.has_died,
         occurred_at = excluded.occurred_at, verified_at = excluded.verified_at
       where (v.verified_at, v.occurred_at) < (excluded.verified_at, excluded.occurred_at)
       returning 1`,
      [nomsNumber, crn ?? null, inCustody, data.occurredAt, data.verifiedAt, type === PersonDied.type],
    );
    // A rebuild fills a copy of the view, of which bookings know nothing: they have been told.
    if (news.length > 0 && !replay?.shadow) await markBookings(tx, movement, type === PersonReleased.type);
  }
}

const markBookings = async (
  tx: EntityManager,
  { nomsNumber, crn, occurredAt }: Movement['data'],
  isReleased: boolean,
) => {
  await tx.query(
    `update booking set released_at = $3
      where id in (select id from booking
                    where (noms_number = $1 or crn = $2) and status in ('provisional', 'confirmed')
                    order by id for update)`,
    [nomsNumber, crn ?? null, isReleased ? occurredAt : null],
  );
};
