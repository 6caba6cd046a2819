import { sqlMigration } from '@throughcare/platform/database';

/**
 * What the lists of bookings and the waiting list ask for. The days of referrals that came before are filled by a rebuild of
 * `booking.referral-view`; until then they are shown as not known.
 */
export const PlacementLists = sqlMigration(
  'PlacementLists1767140120000',
  `
alter table referral_view
  add column probation_delivery_unit_id uuid,
  add column required_from date,
  add column release_date date,
  -- Version of the assessment that said so; 0: the referral itself.
  add column required_from_version int not null default 0,
  add column release_date_version int not null default 0;
create index referral_view_waiting on referral_view (probation_region_id, required_from)
  where assessment_status = 'ready_to_place';
create index booking_open on booking (status, arrival_date) where status in ('provisional', 'confirmed', 'arrived');
create index booking_action_moved_on on booking_action ((details ->> 'moveOnCategoryId')) where kind = 'departure';`,
);
