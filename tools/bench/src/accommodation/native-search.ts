// The search of the current service as its public description has it, in plain SQL without HTTP, names or JSON: what it asks the database.
import { addDays } from '@throughcare/base/calendar';
import type { Pool } from 'pg';
import { timed } from './load';
import type { Asked } from './searches';
import { LONDON, MEN } from './seed-estate';

const withoutSex = (ids: readonly string[] = []) => ids.filter((id) => id !== MEN);

/** Half-open on both sides, one look at the nearest earlier booking, nothing about what comes after: see its known defects. */
const CANDIDATES = `
  select p.id as "premisesId", p.reference, p.address_line1, p.postcode, p.town, p.notes, p.characteristic_ids, b.id, b.reference as room,
         b.characteristic_ids as of_room,
         (select count(*) from bedspace o where o.premises_id = p.id and (o.end_date is null or o.end_date > $2::date)) as bedspaces,
         (select count(distinct k.bedspace_id) from booking k where k.premises_id = p.id and k.status <> 'cancelled'
             and (k.arrival_date, k.departure_date) overlaps ($2::date, $3::date)) as booked
    from premises p join bedspace b on b.premises_id = p.id
   where p.probation_region_id = $1 and p.probation_delivery_unit_id = any($4::uuid[])
     and b.start_date <= $2::date and (b.end_date is null or b.end_date > $3::date) and (p.end_date is null or p.end_date > $2::date)
     and p.characteristic_ids @> $5::uuid[] and not p.characteristic_ids && $6::uuid[] and b.characteristic_ids @> $7::uuid[]
     and not exists (select from booking k where k.bedspace_id = b.id and k.premises_id = p.id and k.status <> 'cancelled'
           and (k.arrival_date, k.departure_date) overlaps ($2::date, $3::date))
     and not exists (select from void_bedspace v where v.bedspace_id = b.id and v.cancelled_on is null
           and (v.start_date, v.end_date) overlaps ($2::date, $3::date))
     and coalesce((select k.effective_end_date from booking k where k.bedspace_id = b.id and k.premises_id = p.id and k.status <> 'cancelled'
           and k.departure_date <= $2::date order by k.departure_date desc limit 1) < $2::date, true)
   order by p.probation_delivery_unit_id, p.reference, b.reference`;

const OTHERS = `
  select k.id, k.crn, k.premises_id, k.bedspace_id, k.assessment_id, k.arrival_date, k.departure_date, v.sexual_risk
    from booking k left join referral_view v on v.application_id = k.application_id
   where k.premises_id = any($1::uuid[]) and k.status <> 'cancelled' and (k.arrival_date, k.departure_date) overlaps ($2::date, $3::date)`;

/** On the same data and indexes as ours; its own tables have none on a booking's bedspace and property. */
export const timeNativeSearches = (db: Pool, clients: number, searches: readonly Asked[]): Promise<number[]> =>
  timed(
    clients,
    searches,
    async ({ startDate, durationDays, probationDeliveryUnits, premisesFilters, bedspaceFilters }) => {
      const end = addDays(startDate, durationDays - 1);
      const { rows } = await db.query<{ premisesId: string }>(CANDIDATES, [
        LONDON,
        startDate,
        end,
        probationDeliveryUnits,
        withoutSex(premisesFilters.includedCharacteristicIds),
        premisesFilters.excludedCharacteristicIds ?? [],
        bedspaceFilters.includedCharacteristicIds ?? [],
      ]);
      await db.query(OTHERS, [[...new Set(rows.map(({ premisesId }) => premisesId))], startDate, end]);
    },
  );
