import { watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/**
 * A stay goes on in another bedspace: since when it has its own, and where the person slept before.
 *
 * What nobody may break about a bed counts from the day of the move. The constraint begins with the rows to come, as `OnePersonOneBed` did;
 * `BedsFromMove` brings in those that were there and takes the older one away. Kinds of actions are listed where the code writes them.
 */
export const Moves = sqlMigration(
  'Moves1767140000000',
  `
alter table booking_action drop constraint booking_action_kind_check;

alter table booking add column in_bed_since date, add column in_premises_since date,
  add column bed_ruled boolean not null default false;
alter table booking alter column bed_ruled set default true;
alter table booking add constraint booking_bed_from_move exclude using gist (
  bedspace_id with =,
  daterange(coalesce(in_bed_since, arrival_date), case when status = 'departed' then departure_date end) with &&
) where (status in ('arrived', 'departed') and not overlap_known and bed_ruled);

create table former_bed (
  id                 uuid primary key,
  booking_id         uuid not null references booking,
  premises_id        uuid not null references premises,
  bedspace_id        uuid not null references bedspace,
  from_day           date not null,
  to_day             date not null check (to_day > from_day),
  effective_end_date date not null check (effective_end_date >= to_day)
);
create index former_bed_booking on former_bed (booking_id);
create index former_bed_bedspace on former_bed (bedspace_id);`,
  watchAggregate('booking', 'booking', {
    untold: ['released_at', 'overlap_known', 'crn', 'noms_number', 'bed_ruled'],
  }),
);
