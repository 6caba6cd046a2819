import { survivorOf, type Merge, type NumbersOf } from '@throughcare/platform/numbers';
import type { EntityManager } from 'typeorm';

/** Two people who turn out to be one may have stays that no rule would have let through: they are marked, and staff sort them out. */
const OVERLAP_KNOWN = `overlap_known = t.overlap_known or exists (
  select from booking o
   where o.crn = $4 and o.id <> t.id
     and o.status in ('provisional', 'confirmed', 'arrived') and t.status in ('provisional', 'confirmed', 'arrived')
     and ((o.status = 'arrived' and t.status = 'arrived')
       or daterange(o.arrival_date, greatest(o.departure_date, o.arrival_date + 1))
          && daterange(t.arrival_date, greatest(t.departure_date, t.arrival_date + 1))))`;

/** The newest custody fact of both numbers is the person's, and their live bookings hear of it. */
const joinCustody = async (tx: EntityManager, { numberType, from }: Merge): Promise<void> => {
  if (numberType !== 'noms') return;
  const survivor = await survivorOf(tx, 'noms', from);
  if (survivor === from) return;
  await tx.query(
    `insert into custody_view as v (noms_number, crn, in_custody, has_died, occurred_at, verified_at)
     select $2, crn, in_custody, has_died, occurred_at, verified_at from custody_view where noms_number = $1
     on conflict (noms_number) do update set crn = coalesce(v.crn, excluded.crn), in_custody = excluded.in_custody,
       has_died = excluded.has_died, occurred_at = excluded.occurred_at, verified_at = excluded.verified_at
     where (v.verified_at, v.occurred_at) < (excluded.verified_at, excluded.occurred_at)`,
    [from, survivor],
  );
  await tx.query('delete from custody_view where noms_number = $1', [from]);
  await tx.query(
    `update booking b set released_at = case when v.in_custody or v.has_died then null else v.occurred_at end
     from custody_view v where v.noms_number = $1 and b.noms_number = $1 and b.status in ('provisional', 'confirmed')`,
    [survivor],
  );
};

const joinReleaseDates = async (tx: EntityManager, { numberType, from }: Merge): Promise<void> => {
  const survivor = await survivorOf(tx, numberType, from);
  if (numberType !== 'noms' || survivor === from) return;
  await tx.query(
    `insert into release_date_view as v (noms_number, crn, release_date, changed_at)
     select $2, crn, release_date, changed_at from release_date_view where noms_number = $1
     on conflict (noms_number) do update set crn = coalesce(v.crn, excluded.crn), release_date = excluded.release_date,
       changed_at = excluded.changed_at
     where v.changed_at < excluded.changed_at`,
    [from, survivor],
  );
  await tx.query('delete from release_date_view where noms_number = $1', [from]);
};

/** What bears numbers of people here, and follows them. */
export const numbers: NumbersOf = {
  tables: [
    { table: 'booking', id: 'id', crn: 'crn', noms: 'noms_number', withCrn: OVERLAP_KNOWN },
    { table: 'referral_view', id: 'application_id', crn: 'crn', noms: 'noms_number' },
    { table: 'custody_view', id: 'noms_number', crn: 'crn' },
    { table: 'release_date_view', id: 'noms_number', crn: 'crn' },
  ],
  after: async (tx, merge) => {
    await joinCustody(tx, merge);
    await joinReleaseDates(tx, merge);
  },
};
