import { sqlMigration } from '@throughcare/platform/database';

/** Who did not come to a bedspace that was booked for a referral: what an alert follows from. */
export const NonArrivals = sqlMigration(
  'NonArrivals1767300206000',
  `
create table non_arrival_view (
  booking_id    uuid primary key,
  assessment_id uuid not null,
  crn           text not null,
  expected_on   date,
  reason        text,
  -- False: it was corrected to another cancellation.
  is_standing   boolean not null,
  -- Number of the booking's event that said it.
  version       int     not null
);
create index non_arrival_view_assessment on non_arrival_view (assessment_id) where is_standing;`,
);
