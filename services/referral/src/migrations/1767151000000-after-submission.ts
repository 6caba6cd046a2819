import { watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/**
 * A reference that people can read out, the copy that the server makes of the answers, and what becomes of a referral once it is submitted:
 * withdrawn, amended, erased. An amendment and an erasure are the only changes of what is frozen.
 */
export const AfterSubmission = sqlMigration(
  'AfterSubmission1767151000000',
  `
create sequence application_reference as int start 100001;
alter table application
  add column reference_number  int,
  add column readable_copy     text check (json_typeof(readable_copy::json) = 'object'),
  add column withdrawn_at      timestamptz,
  -- Of the list of reasons for rejection.
  add column withdrawal_reason_id uuid,
  add column withdrawal_detail text,
  -- How often it was amended.
  add column amendments        int not null default 0,
  add column erased_at         timestamptz;
alter table application alter column reference_number set default nextval('application_reference');`,
  watchAggregate('referral', 'application', {
    untold: [
      'assessment_status',
      'assessment_decision',
      'outcome_version',
      'crn',
      'noms_number',
      'event_key',
      'reference_number',
    ],
    when: 'old.submitted_at is not null',
  }),
  `
update application set reference_number = nextval('application_reference')
  from (select id from application order by created_at, id) as oldest where application.id = oldest.id;
create unique index application_reference_number on application (reference_number);
create or replace trigger application_frozen before update on application for each row
  when (old.submitted_at is not null and new.amendments = old.amendments and new.erased_at is not distinct from old.erased_at and (
    old.data, old.document, old.summary_data, old.readable_copy, old.submitted_at, old.deleted_at, old.placement_region_id, old.placement_pdu_id
  ) is distinct from (
    new.data, new.document, new.summary_data, new.readable_copy, new.submitted_at, new.deleted_at, new.placement_region_id, new.placement_pdu_id
  ))
  execute function refuse_thawing();

-- What a referral said before it was amended.
create table application_amendment (
  application_id uuid        not null references application on delete cascade,
  number         int         not null,
  amended_at     timestamptz not null,
  amended_by     uuid        not null,
  reason         text        not null,
  -- Pages, by task.
  changed        text[]      not null,
  data           text        not null,
  document       text,
  readable_copy  text,
  primary key (application_id, number)
);

-- What others have published about a referral, for whoever made it.
create table application_history (
  application_id uuid        not null references application on delete cascade,
  event_id       uuid        not null,
  type           text        not null,
  at             timestamptz not null,
  booking_id     uuid,
  primary key (application_id, event_id)
);

-- The newest that booking has published of each booking for a referral.
create table application_booking (
  booking_id          uuid primary key,
  application_id      uuid        not null,
  version             int         not null,
  status              text        not null check (status in ('provisional', 'confirmed', 'arrived', 'departed', 'cancelled')),
  arrival_date        date        not null,
  departure_date      date        not null,
  offered_at          timestamptz,
  cancelled_on        date,
  cancellation_reason text
);
create index application_booking_application on application_booking (application_id);`,
);
