import type { EntityManager } from 'typeorm';
import type { ReferenceChange } from '@throughcare/reference/items';

/** SQL of the table `reference_item`, for a migration of the service: items that have changed since they shipped. Booking's own is where they change. */
export const referenceTable = `
create table reference_item (
  id uuid primary key,
  list text not null,
  item jsonb not null,
  version int not null
)`;

type Query = Pick<EntityManager, 'query'>;

export const changedItems = (db: Query): Promise<ReferenceChange[]> =>
  db.query<ReferenceChange[]>('select list, item, version from reference_item order by id');

/** Keeps a change, unless what is there is as new. */
export const keepChange = async (tx: Query, { list, item, version }: ReferenceChange): Promise<void> => {
  await tx.query(
    `insert into reference_item (id, list, item, version) values ($1, $2, $3, $4)
     on conflict (id) do update set item = excluded.item, version = excluded.version
     where reference_item.version < excluded.version`,
    [item.id.toLowerCase(), list, JSON.stringify(item), version],
  );
};
