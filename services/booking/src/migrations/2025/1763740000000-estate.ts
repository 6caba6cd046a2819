import { sqlMigration } from '@throughcare/platform/database';

/** Properties and the rooms in them. */
export const CreateEstate = sqlMigration(
  'CreateEstate1763740000000',
  `
create table premises (
  id                         uuid primary key,
  reference                  text        not null,
  address_line1              text        not null,
  address_line2              text,
  town                       text,
  postcode                   text        not null,
  probation_region_id        uuid        not null,
  probation_delivery_unit_id uuid        not null,
  local_authority_area_id    uuid,
  characteristic_ids         uuid[]      not null default '{}',
  notes                      text        not null default '',
  turnaround_working_days    int         not null check (turnaround_working_days >= 0),
  start_date                 date        not null,
  end_date                   date,
  created_at                 timestamptz not null,
  updated_at                 timestamptz not null
);
create unique index premises_reference_per_pdu on premises (probation_delivery_unit_id, lower(reference));
create index premises_region on premises (probation_region_id);

create table bedspace (
  id                 uuid primary key,
  premises_id        uuid        not null references premises,
  reference          text        not null,
  start_date         date        not null,
  end_date           date,
  created_date       date        not null,
  notes              text        not null default '',
  characteristic_ids uuid[]      not null default '{}',
  created_at         timestamptz not null,
  updated_at         timestamptz not null
);
create unique index bedspace_reference_per_premises on bedspace (premises_id, lower(reference));

-- What holds a bedspace: bookings with their turnaround, and voids. Cancelled ones have no row.
-- Needs the operators of btree_gist, which the owner of the database installs in schema public.
create table occupancy (
  id          uuid primary key,
  kind        text      not null check (kind in ('booking', 'void')),
  bedspace_id uuid      not null references bedspace,
  period      daterange not null check (not isempty(period) and not lower_inf(period) and not upper_inf(period)),
  constraint occupancy_no_overlap exclude using gist (bedspace_id with =, period with &&)
);`,
);
