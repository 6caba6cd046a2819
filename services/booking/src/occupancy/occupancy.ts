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

/** What stands in the way of each wish, earliest first. The one query of search and booking. */
export const blockersOf = async (
  tx: EntityManager,
  wishes: readonly Wish[],
  except?: string,
): Promise<FoundBlocker[]> =>
  tx.query(
    `select o.id, o.kind, o.bedspace_id as "bedspaceId", lower(o.period)::text as "from", (upper(o.period) - 1)::text as "to"
       from occupancy o
       join unnest($1::uuid[], $2::daterange[]) as wish(bedspace_id, period)
         on wish.bedspace_id = o.bedspace_id and wish.period && o.period
      where o.id is distinct from $3::uuid
      order by o.period, o.id`,
    [wishes.map((wish) => wish.bedspaceId), wishes.map((wish) => toRange(wish.period)), except ?? null],
  );

/**
 * Takes the bedspace for the period, or moves the claim that has this id. The caller holds the lock of the bedspace row, so the
 * answer names the blocker; whoever would come without the lock is stopped by the exclusion constraint.
 */
export const claim = async (tx: EntityManager, { id, kind, bedspaceId, period }: Claim): Promise<void> => {
  const [blocker] = await blockersOf(tx, [{ bedspaceId, period }], id);
  if (blocker) throw clash(blocker);
  await tx.query(
    `insert into occupancy (id, kind, bedspace_id, period) values ($1, $2, $3, $4::daterange)
     on conflict (id) do update set period = excluded.period`,
    [id, kind, bedspaceId, toRange(period)],
  );
};

export const release = async (tx: EntityManager, id: string): Promise<void> => {
  await tx.query('delete from occupancy where id = $1', [id]);
};
