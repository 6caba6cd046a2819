import { sqlMigration } from '@throughcare/platform/database';

/** Where bookings of a referral are, that nobody came, and why a referral was rejected: for the referrer, and for other systems. */
export const PlacesOfReferrals = sqlMigration(
  'PlacesOfReferrals1767200060000',
  `
alter table application_history add column reason_id uuid;
alter table application_booking add column premises_id uuid;
alter table application_booking drop constraint application_booking_status_check;
alter table application_booking add constraint application_booking_status_check
  check (status in ('provisional', 'confirmed', 'arrived', 'departed', 'cancelled', 'not-arrived'));

-- The newest that booking has published of each property.
create table premises_view (
  premises_id   uuid primary key,
  version       int  not null,
  reference     text not null,
  address_line1 text not null,
  address_line2 text,
  town          text,
  postcode      text not null
);`,
);
