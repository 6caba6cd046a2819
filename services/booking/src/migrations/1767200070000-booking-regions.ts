import { watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/**
 * A booking has the region of its property beside it, so that a list of a region's bookings reads its own rows in their order. Triggers keep it
 * so, whoever writes: an instance of the release before, a move, a property that goes to another region. Bookings that were there are filled
 * by `BookingRegionsFilled`.
 */
export const BookingRegions = sqlMigration(
  'BookingRegions1767200070000',
  watchAggregate('booking', 'booking', {
    untold: ['released_at', 'overlap_known', 'crn', 'noms_number', 'bed_ruled', 'region_id'],
  }),
  `
alter table booking add column region_id uuid;

create function region_of_booking() returns trigger language plpgsql as $$
begin
  -- Shared with whoever changes the property: its region stays until this booking is there.
  select probation_region_id into new.region_id from premises where id = new.premises_id for key share;
  return new;
end $$;
create trigger region_of_booking before insert or update of premises_id on booking for each row
  execute function region_of_booking();

create function region_of_bookings() returns trigger language plpgsql as $$
begin
  update booking set region_id = new.probation_region_id where premises_id = new.id;
  return null;
end $$;
create trigger region_of_bookings after update of probation_region_id on premises for each row
  when (old.probation_region_id <> new.probation_region_id) execute function region_of_bookings();`,
);
