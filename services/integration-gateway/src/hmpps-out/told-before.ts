import type { EntityManager } from 'typeorm';
import { LATE } from '../ledger/ledger.rules';
import type { SyncOperation } from '../ledger/sync-operation.entity';
import type { PublicEvent } from './public-event.rules';
import type { Told } from './told.rules';

interface Row {
  readonly operation: string;
  readonly occurredAt: string;
  readonly body: string | null;
  readonly heldEvent: PublicEvent | null;
}

/**
 * What went out, or waits to go out, of the same booking and its referral before this operation, oldest first. What a switch held back
 * was told to nobody, and what came too late neither.
 */
export const toldBefore = async (
  tx: EntityManager,
  op: SyncOperation,
  heldDetails: (event: PublicEvent) => Told['eventDetails'],
): Promise<readonly Told[]> => {
  const rows = await tx.query<Row[]>(
    `select o.operation, o.occurred_at as "occurredAt", d.body, o.held_event as "heldEvent"
     from sync_operation o left join event_detail d on d.event_id = o.event_id
     where o.target = $2 and o.event_id <> $3 and o.beside is null
       and (o.booking_id = $4 or (o.crn = any($1::text[]) and o.booking_id is null and o.application_id = $5))
       and o.seq < coalesce($6::bigint, 9223372036854775807)
       and o.state <> 'dry-run' and coalesce(o.reason, '') <> all($7::text[]) order by o.seq`,
    [
      [op.person, op.crn].filter((id) => id !== null),
      op.target,
      op.eventId,
      op.bookingId,
      op.applicationId,
      op.seq ?? null,
      ['SWITCHED_OFF', ...LATE],
    ],
  );
  return rows.map(({ operation, occurredAt, body, heldEvent }) => ({
    operation,
    occurredAt,
    eventDetails:
      body !== null
        ? (JSON.parse(body) as { eventDetails: Told['eventDetails'] }).eventDetails
        : heldEvent
          ? heldDetails(heldEvent)
          : {},
  }));
};
