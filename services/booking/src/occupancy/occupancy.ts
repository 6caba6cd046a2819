import type { Day } from '@throughcare/base/calendar';
import type { EntityManager } from 'typeorm';
import { clash, toRange, type Blocker, type OccupancyKind, type Period } from './occupancy.rules';

export interface Claim {
  readonly id: string;
  readonly kind: OccupancyKind;
  readonly bedspaceId: string;
  readonly period: Period;
}

export interface Wish {
  readonly bedspaceId: string;
  readonly period: Period;
}

export type FoundBlocker = Blocker & { readonly bedspaceId: string };

/**
 * What stands in the way of each wish, earliest first. The one query of search and booking. A stay whose planned end has passed
 * without a departure holds its bedspace until one is recorded.
 */
export const blockersOf = async (
  tx: EntityManager,
  wishes: readonly Wish[],
  today: Day,
  except?: string,
): Promise<FoundBlocker[]> =>
  tx.query(
    `select coalesce(f.booking_id, o.id) as id, o.kind, o.bedspace_id as "bedspaceId", lower(o.period)::text as "from",
            case when overdue.id is null then (upper(o.period) - 1)::text end as "to"
       from unnest($1::uuid[], $2::daterange[]) as wish(bedspace_id, period)
       join occupancy o on o.bedspace_id = wish.bedspace_id
       left join former_bed f on f.id = o.id
       left join booking overdue on overdue.id = o.id and overdue.status = 'arrived' and overdue.departure_date < $3
      where (o.period && wish.period or (overdue.id is not null and upper(wish.period) > lower(o.period)))
        and o.id is distinct from $4::uuid
      order by o.period, o.id`,
    [wishes.map((wish) => wish.bedspaceId), wishes.map((wish) => toRange(wish.period)), today, except ?? null],
  );

/** When the first claim of each bedspace begins after that day. */
export const nextClaims = async (
  tx: EntityManager,
  bedspaceIds: readonly string[],
  after: Day,
): Promise<ReadonlyMap<string, Day>> => {
  const rows = await tx.query<{ bedspaceId: string; from: Day }[]>(
    `select bedspace_id as "bedspaceId", min(lower(period))::text as "from" from occupancy
      where bedspace_id = any($1::uuid[]) and lower(period) > $2::date group by bedspace_id`,
    [bedspaceIds, after],
  );
  return new Map(rows.map(({ bedspaceId, from }) => [bedspaceId, from]));
};

/**
 * Takes the bedspace for the period, or moves the claim that has this id. The caller holds the lock of the bedspace row, so the
 * answer names the blocker; whoever would come without the lock is stopped by the exclusion constraint.
 */
export const claim = async (tx: EntityManager, wanted: Claim, today: Day): Promise<void> => {
  const [blocker] = await blockersOf(tx, [wanted], today, wanted.id);
  if (blocker) throw clash(blocker);
  await store(tx, wanted);
};

/**
 * Moves the claim of a stay that has ended. Somebody left: that is a fact, which no plan can refuse. So the cleaning gives way to what
 * is booked next, and a stay that ran into the next booking's days keeps only its own.
 */
export const claimWhatIsLeft = async (tx: EntityManager, { id, kind, bedspaceId, period }: Claim): Promise<void> => {
  const [row] = await tx.query<{ to: Day | null }[]>(
    `select (min(lower(o.period)) - 1)::text as "to" from occupancy o
      where o.bedspace_id = $1 and o.id <> $2 and o.period && $3::daterange`,
    [bedspaceId, id, toRange(period)],
  );
  const to = row?.to ?? period.to;
  if (to < period.from) return release(tx, id);
  await store(tx, { id, kind, bedspaceId, period: { from: period.from, to } });
};

const store = async (tx: EntityManager, { id, kind, bedspaceId, period }: Claim): Promise<void> => {
  await tx.query(
    `insert into occupancy (id, kind, bedspace_id, period) values ($1, $2, $3, $4::daterange)
     on conflict (id) do update set period = excluded.period, bedspace_id = excluded.bedspace_id`,
    [id, kind, bedspaceId, toRange(period)],
  );
};

/** Ends the claims of these ids on a bedspace before that day: who moves back in is not kept out by the cleaning after their own stay. */
export const endClaims = async (
  tx: EntityManager,
  ids: readonly string[],
  bedspaceId: string,
  day: Day,
): Promise<void> => {
  const values = [ids, bedspaceId, day];
  await tx.query(
    'delete from occupancy where id = any($1::uuid[]) and bedspace_id = $2 and lower(period) >= $3::date',
    values,
  );
  await tx.query(
    `update occupancy set period = daterange(lower(period), $3::date)
      where id = any($1::uuid[]) and bedspace_id = $2 and upper(period) > $3::date`,
    values,
  );
};

export const release = async (tx: EntityManager, id: string): Promise<void> => {
  await tx.query('delete from occupancy where id = $1', [id]);
};
