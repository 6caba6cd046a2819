import { sqlMigration } from '@throughcare/platform/database';

/**
 * What no two instances and no forgotten check may break: a person is in one place, a bed has one person, a referral is placed once.
 *
 * Beside an older version, which does not know the column: its rows count as well, so what it must not write is refused from now on.
 * Rows that overlap already are marked and left out of the constraints, or neither this migration nor their departure would go through;
 * the rules see them all the same. Writers wait for the moments that this takes, so that none comes between mark and constraint.
 */
export const OnePersonOneBed = sqlMigration(
  'OnePersonOneBed1766000060000',
  `
lock table booking in share row exclusive mode;

alter table booking_action drop constraint booking_action_kind_check, add constraint booking_action_kind_check
  check (kind in ('confirmation', 'arrival', 'arrival-undone', 'extension', 'overstay', 'departure', 'cancellation', 'turnaround')) not valid;
alter table booking_action validate constraint booking_action_kind_check;

-- Who overlaps an earlier or the next one of the same person, bed or referral: each sorted once, while readers go on.
create temporary table overlapping on commit drop as
  with claims as (
    select 'person ' || crn as of, id, daterange(arrival_date, greatest(departure_date, arrival_date + 1)) as days
      from booking where status in ('provisional', 'confirmed', 'arrived')
    union all
    select 'stay ' || crn, id, daterange(null, null) from booking where status = 'arrived'
    union all
    select 'bed ' || bedspace_id, id, daterange(arrival_date, case when status = 'departed' then departure_date end)
      from booking where status in ('arrived', 'departed')
    union all
    select 'referral ' || assessment_id, id, daterange(null, null)
      from booking where status in ('provisional', 'confirmed', 'arrived') and assessment_id is not null
  ), bounds as (
    select of, id, coalesce(lower(days), '-infinity') as from_day, coalesce(upper(days), 'infinity') as to_day
      from claims where not isempty(days)
  ), neighbours as (
    select id, from_day, to_day, lead(from_day) over line as next_from,
           max(to_day) over (line rows between unbounded preceding and 1 preceding) as earlier_to
      from bounds window line as (partition by of order by from_day, id)
  )
  select distinct id from neighbours where earlier_to > from_day or next_from < to_day;

-- True for rows that broke a rule below before there was one.
alter table booking add column overlap_known boolean not null default false;
update booking set overlap_known = true where id in (select id from overlapping);

alter table booking
  -- The day of leaving may be the day of arriving elsewhere.
  add constraint booking_person_in_one_place exclude using gist (
    crn with =, daterange(arrival_date, greatest(departure_date, arrival_date + 1)) with &&
  ) where (status in ('provisional', 'confirmed', 'arrived') and not overlap_known),
  -- Who has arrived and not departed is there, whatever was planned.
  add constraint booking_bed_one_person exclude using gist (
    bedspace_id with =, daterange(arrival_date, case when status = 'departed' then departure_date end) with &&
  ) where (status in ('arrived', 'departed') and not overlap_known);
create unique index booking_person_one_stay on booking (crn) where status = 'arrived' and not overlap_known;
create unique index booking_one_per_referral on booking (assessment_id)
  where status in ('provisional', 'confirmed', 'arrived') and not overlap_known;`,
);
