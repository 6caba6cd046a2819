import { watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/** Days on which a bedspace is out of use. Those that were not cancelled hold it in `occupancy`, as bookings do. */
export const Voids = sqlMigration(
  'Voids1767130060000',
  `
create table void_bedspace (
  id                 uuid primary key,
  version            int         not null default 0,
  premises_id        uuid        not null references premises,
  bedspace_id        uuid        not null references bedspace,
  start_date         date        not null,
  end_date           date        not null check (end_date >= start_date),
  reason_id          uuid        not null,
  cost_centre        text        check (cost_centre in ('HMPPS', 'SUPPLIER')),
  reference_number   text,
  notes              text,
  cancelled_on       date,
  cancellation_notes text,
  created_at         timestamptz not null,
  updated_at         timestamptz not null
);
create index void_bedspace_premises on void_bedspace (premises_id, start_date) where cancelled_on is null;
create index void_bedspace_bedspace on void_bedspace (bedspace_id, end_date) where cancelled_on is null;`,
  watchAggregate('booking', 'void_bedspace', { untold: ['updated_at'] }),
);
