import type { EntityManager } from 'typeorm';
import type { KeptChange, ReferenceChange } from '@throughcare/reference/items';

/**
 * SQL of the table `reference_item`, for a migration of the service: items that have changed since they shipped. Booking's own is where they
 * change. Lists have ids in common, so an item is known by its list too; events carry both as one, `list:id`.
 */
export const referenceTable = `
create table reference_item (
  list text not null,
  id uuid not null,
  aggregate_id text not null generated always as (list || ':' || id::text) stored,
  item jsonb not null,
  version int not null,
  changed_by text not null,
  primary key (list, id)
)`;

type Query = Pick<EntityManager, 'query'>;

export const changedItems = (db: Query): Promise<ReferenceChange[]> =>
  db.query<ReferenceChange[]>('select list, item, version from reference_item order by list, id');

/** Keeps a change, unless what is there is as new. */
export const keepChange = async (tx: Query, { list, item, version, changedBy }: KeptChange): Promise<void> => {
  await tx.query(
    `insert into reference_item (list, id, item, version, changed_by) values ($1, $2, $3, $4, $5)
     on conflict (list, id) do update
     set item = excluded.item, version = excluded.version, changed_by = excluded.changed_by
     where reference_item.version < excluded.version`,
    [list, item.id.toLowerCase(), JSON.stringify(item), version, changedBy],
  );
};
