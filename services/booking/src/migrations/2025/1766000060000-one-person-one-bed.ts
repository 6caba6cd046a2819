import { sqlMigration } from '@throughcare/platform/database';

/**
 * What no two instances and no forgotten check may break: a person is in one place, a bed has one person, a referral is placed once.
 *
 * Beside an older version, which does not know the column: its rows count as well, so what it must not write is refused from now on.
 * An exclusion constraint can be added neither unchecked nor with an index that is there, and nobody reads while it is built: 12 s for
 * 250,000 bookings. So it begins with the rows to come, for which readers wait 0.8 s, and `OldBookingsUnderRules` brings in those that were
 * there.
 */
export const OnePersonOneBed = sqlMigration(
  'OnePersonOneBed1766000060000',
  `
lock table booking in share row exclusive mode;

alter table booking_action drop constraint booking_action_kind_check, add constraint booking_action_kind_check
  check (kind in ('confirmation', 'arrival', 'arrival-undone', 'extension', 'overstay', 'departure', 'cancellation', 'turnaround')) not valid;
alter table booking_action validate constraint booking_action_kind_check;

-- True for rows that broke a rule below before there was one; until OldBookingsUnderRules has looked at it, for every row that was there.
alter table booking add column overlap_known boolean not null default true;
alter table booking alter column overlap_known set default false;

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
