import { sqlMigration } from '@throughcare/platform/database';

/** Where each booking of an assessment stands, from its own events: a decision against the referral asks first what would be left behind. */
export const OpenBookings = sqlMigration(
  'OpenBookings1766000120000',
  `
create table booking_view (
  booking_id    uuid primary key,
  assessment_id uuid not null,
  crn           text not null,
  state         text not null check (state in ('provisional', 'confirmed', 'cancelled', 'departed')),
  -- Number of the booking's event that said it.
  version       int  not null
);
create index booking_view_open on booking_view (assessment_id) where state in ('provisional', 'confirmed');`,
);
