import { survivorOf, type Merge, type NumbersOf } from '@throughcare/platform/numbers';
import type { EntityManager } from 'typeorm';

/** The newest word of a prison about both numbers is the person's. */
const joinCustody = async (tx: EntityManager, { numberType, from }: Merge): Promise<void> => {
  if (numberType !== 'noms') return;
  const survivor = await survivorOf(tx, 'noms', from);
  if (survivor === from) return;
  await tx.query(
    `insert into custody_view as v (noms_number, in_custody, is_recall, has_died, occurred_at, verified_at)
     select $2, in_custody, is_recall, has_died, occurred_at, verified_at from custody_view where noms_number = $1
     on conflict (noms_number) do update set in_custody = excluded.in_custody, is_recall = excluded.is_recall,
       has_died = excluded.has_died, occurred_at = excluded.occurred_at, verified_at = excluded.verified_at
     where (v.verified_at, v.occurred_at) < (excluded.verified_at, excluded.occurred_at)`,
    [from, survivor],
  );
  await tx.query('delete from custody_view where noms_number = $1', [from]);
  await tx.query(
    `insert into release_date_view as v (noms_number, release_date, changed_at)
     select $2, release_date, changed_at from release_date_view where noms_number = $1
     on conflict (noms_number) do update set release_date = excluded.release_date, changed_at = excluded.changed_at
     where v.changed_at < excluded.changed_at`,
    [from, survivor],
  );
  await tx.query('delete from release_date_view where noms_number = $1', [from]);
};

/** What bears numbers of people here, and follows them. */
export const numbers: NumbersOf = {
  tables: [{ table: 'assessment', id: 'id', crn: 'crn', noms: 'noms_number' }],
  after: joinCustody,
};
