import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { EventOf } from '@throughcare/events/define-event';
import { PersonReceived } from '@throughcare/events/person-received.v1';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { OnEvent, type EventContext } from '@throughcare/messaging/consumer/event-pattern';
import { ReplayHooks, tableFor, tableRebuild } from '@throughcare/messaging/replay/rebuild';
import { survivorOf } from '@throughcare/platform/numbers';
import type { EntityManager } from 'typeorm';
import { lockCustody } from './custody';

const consumer = 'booking.custody';

interface Movement {
  readonly nomsNumber: string;
  readonly crn?: string | undefined;
  readonly occurredAt: string;
  readonly verifiedAt: string;
}

/**
 * Marks the live bookings of a person who left or entered custody. A release starts no stay: only staff record an arrival.
 * What the prison said last wins, in whatever order the messages come.
 */
@Controller()
export class CustodyEvents {
  constructor(hooks: ReplayHooks) {
    hooks.register(consumer, {
      ...tableRebuild('custody_view'),
      reset: async (tx, keys) =>
        void (await tx.query('delete from custody_view where noms_number = any($1) or crn = any($1)', [keys])),
    });
  }

  @OnEvent(PersonReleased, { consumer })
  released(@Payload() { data }: EventOf<typeof PersonReleased>, @Ctx() ctx: EventContext) {
    return record(ctx, data, false);
  }

  @OnEvent(PersonReceived, { consumer })
  received(@Payload() { data }: EventOf<typeof PersonReceived>, @Ctx() ctx: EventContext) {
    return record(ctx, data, true);
  }
}

const record = async (ctx: EventContext, told: Movement, inCustody: boolean): Promise<void> => {
  const { tx, replay } = ctx;
  const nomsNumber = await survivorOf(tx, 'noms', told.nomsNumber);
  const crn = told.crn === undefined ? undefined : await survivorOf(tx, 'crn', told.crn);
  const movement = { ...told, nomsNumber, crn };
  await lockCustody(tx, movement);
  const news = await tx.query<unknown[]>(
    `insert into ${tableFor('custody_view', ctx)} as v (noms_number, crn, in_custody, occurred_at, verified_at)
     values ($1, $2, $3, $4, $5)
     on conflict (noms_number) do update set
       crn = coalesce(excluded.crn, v.crn), in_custody = excluded.in_custody, occurred_at = excluded.occurred_at,
       verified_at = excluded.verified_at
     where (v.verified_at, v.occurred_at) < (excluded.verified_at, excluded.occurred_at)
     returning 1`,
    [movement.nomsNumber, movement.crn ?? null, inCustody, movement.occurredAt, movement.verifiedAt],
  );
  // A rebuild fills a copy of the view, of which bookings know nothing: they have been told.
  if (news.length > 0 && !replay?.shadow) await markBookings(tx, movement, inCustody);
};

const markBookings = async (tx: EntityManager, { nomsNumber, crn, occurredAt }: Movement, inCustody: boolean) => {
  await tx.query(
    `update booking set released_at = $3
      where id in (select id from booking
                    where (noms_number = $1 or crn = $2) and status in ('provisional', 'confirmed')
                    order by id for update)`,
    [nomsNumber, crn ?? null, inCustody ? null : occurredAt],
  );
};
