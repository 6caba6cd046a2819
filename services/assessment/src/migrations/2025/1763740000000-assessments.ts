import { messagingTables } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';
import { idempotencyTable } from '@throughcare/platform/idempotency';
import { staffTable } from '@throughcare/platform/staff/table';

/** Assessments, their timeline, and what booking told us. The checks are the invariants of the state machine. */
export const CreateAssessments = sqlMigration(
  'CreateAssessments1763740000000',
  `
create table assessment (
  id                               uuid primary key,
  -- Number of the last event of this assessment.
  version                          int         not null default 0,
  application_id                   uuid        not null unique,
  crn                              text        not null,
  noms_number                      text,
  referrer_user_id                 uuid        not null,
  probation_region_id              uuid        not null,
  probation_delivery_unit_id       uuid,
  created_at                       timestamptz not null,
  release_date                     date,
  accommodation_required_from_date date        not null,
  status                           text        not null
    check (status in ('unallocated', 'in_review', 'ready_to_place', 'closed', 'rejected')),
  allocated_to_user_id             uuid,
  allocated_at                     timestamptz,
  decided_at                       timestamptz,
  completed_at                     timestamptz,
  closed_by_booking_id             uuid,
  rejection_reason_id              uuid,
  rejection_reason_detail          text,
  rejection_rationale              text,
  is_withdrawn                     boolean,
  constraint assessment_rejection check ((status = 'rejected') = (rejection_reason_id is not null)),
  constraint assessment_withdrawn check ((status = 'rejected') = (is_withdrawn is not null)),
  constraint assessment_decided check ((status in ('ready_to_place', 'closed', 'rejected')) = (decided_at is not null)),
  constraint assessment_completed check ((status = 'closed') = (completed_at is not null)),
  constraint assessment_closed_by check (status = 'closed' or closed_by_booking_id is null),
  constraint assessment_allocated check (
    (allocated_to_user_id is null) = (allocated_at is null)
    and (status <> 'in_review' or allocated_at is not null) and (status <> 'unallocated' or allocated_at is null)
  )
);
create index assessment_queue on assessment (probation_region_id, status, accommodation_required_from_date);
create index assessment_crn on assessment (upper(crn));

-- Newest word of each booking of an assessment; kept also for assessments not seen yet.
create table assessment_booking (
  booking_id    uuid primary key,
  assessment_id uuid    not null,
  version       int     not null,
  is_confirmed  boolean not null
);
create index assessment_booking_assessment on assessment_booking (assessment_id) where is_confirmed;

create table note (
  id                  uuid primary key,
  assessment_id       uuid        not null references assessment,
  kind                text        not null check (kind in ('system', 'user', 'dates')),
  category            text check (category in ('submitted', 'unallocated', 'in_review', 'ready_to_place', 'rejected', 'completed')),
  message             text,
  details             jsonb,
  created_at          timestamptz not null,
  created_by_user_id  uuid,
  created_by_username text,
  check ((kind = 'system') = (category is not null)),
  check ((kind = 'user') = (message is not null))
);
create index note_timeline on note (assessment_id, created_at desc);
create unique index note_submitted_once on note (assessment_id) where category = 'submitted';`,
  staffTable,
  idempotencyTable,
  messagingTables('assessment'),
);
