import { messagingTables } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';
import { idempotencyTable } from '@throughcare/platform/idempotency';
import { staffTable } from '@throughcare/platform/staff/table';

/** Bookings with everything staff recorded about them, and what other services told us. */
export const CreateBookings = sqlMigration(
  'CreateBookings1763740060000',
  `
create table booking (
  id                      uuid primary key,
  version                 int         not null default 0,
  crn                     text        not null,
  noms_number             text,
  premises_id             uuid        not null references premises,
  bedspace_id             uuid        not null references bedspace,
  application_id          uuid,
  assessment_id           uuid,
  event_number            text,
  status                  text        not null check (status in ('provisional', 'confirmed', 'arrived', 'departed', 'cancelled')),
  arrival_date            date        not null,
  departure_date          date        not null check (departure_date >= arrival_date),
  original_arrival_date   date        not null,
  original_departure_date date        not null,
  turnaround_working_days int         not null check (turnaround_working_days >= 0),
  effective_end_date      date        not null check (effective_end_date >= departure_date),
  released_at             timestamptz,
  created_at              timestamptz not null
);
create index booking_premises on booking (premises_id, arrival_date);
create index booking_crn on booking (crn);
create index booking_noms_number on booking (noms_number) where noms_number is not null;

create table booking_action (
  id                 uuid primary key,
  booking_id         uuid        not null references booking,
  kind               text        not null
    check (kind in ('confirmation', 'arrival', 'extension', 'overstay', 'departure', 'cancellation', 'turnaround')),
  details            jsonb       not null,
  created_at         timestamptz not null,
  created_by_user_id uuid        not null
);
create index booking_action_booking on booking_action (booking_id, created_at);
create unique index booking_action_one_confirmation on booking_action (booking_id) where kind = 'confirmation';

-- What referral and assessment told us, in whatever order: each fills its own columns.
create table referral_view (
  application_id             uuid primary key,
  assessment_id              uuid        not null unique,
  crn                        text        not null,
  noms_number                text,
  probation_region_id        uuid        not null,
  event_number               text,
  sexual_risk                boolean,
  assessment_status          text,
  assessment_version         int         not null default 0
);

-- The latest custody fact of each person.
create table custody_view (
  noms_number text primary key,
  crn         text,
  in_custody  boolean     not null,
  occurred_at timestamptz not null,
  -- When the prison was asked: a release taken back is news although the admission is old.
  verified_at timestamptz not null
);
create index custody_view_crn on custody_view (crn) where crn is not null;`,
  staffTable,
  idempotencyTable,
  messagingTables('booking'),
);
