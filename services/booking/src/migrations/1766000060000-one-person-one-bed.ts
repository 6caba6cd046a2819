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

-- True for rows that broke a rule below before there was one.
alter table booking add column overlap_known boolean not null default false;

update booking b set overlap_known = true
  where exists (
    select from booking o
     where o.id <> b.id
       and (
         (o.crn = b.crn
           and o.status in ('provisional', 'confirmed', 'arrived') and b.status in ('provisional', 'confirmed', 'arrived')
           and ((o.status = 'arrived' and b.status = 'arrived')
             or daterange(o.arrival_date, greatest(o.departure_date, o.arrival_date + 1))
                && daterange(b.arrival_date, greatest(b.departure_date, b.arrival_date + 1))))
         or (o.bedspace_id = b.bedspace_id and o.status in ('arrived', 'departed') and b.status in ('arrived', 'departed')
           and daterange(o.arrival_date, case when o.status = 'departed' then o.departure_date end)
               && daterange(b.arrival_date, case when b.status = 'departed' then b.departure_date end))
         or (o.assessment_id = b.assessment_id
           and o.status in ('provisional', 'confirmed', 'arrived') and b.status in ('provisional', 'confirmed', 'arrived'))
       )
  );

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
