import { messagingTables } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';
import { idempotencyTable } from '@throughcare/platform/idempotency';
import { staffTable } from '@throughcare/platform/staff/table';

/** Drafts and submitted referrals. Answers are JSON text, because `jsonb` forgets the order of keys. */
export const CreateApplications = sqlMigration(
  'CreateApplications1763740000000',
  `
create table application (
  id                             uuid primary key,
  -- Number of the last event of this application.
  version                        int         not null default 0,
  -- Grows with every change by its creator: the entity tag.
  revision                       int         not null,
  crn                            text        not null,
  noms_number                    text,
  conviction_id                  bigint      not null,
  event_number                   text        not null,
  offence_id                     text        not null,
  referred_by                    text,
  created_by_user_id             uuid        not null,
  created_at                     timestamptz not null,
  deleted_at                     timestamptz,
  submitted_at                   timestamptz,
  risks                          jsonb,
  data                           text check (json_typeof(data::json) = 'object'),
  document                       text check (json_typeof(document::json) = 'object'),
  summary_data                   text check (json_typeof(summary_data::json) = 'object'),
  home_region_id                 uuid,
  home_pdu_id                    uuid,
  placement_region_id            uuid,
  placement_pdu_id               uuid,
  arrival_date                   date,
  person_release_date            date,
  prison_release_types           text[],
  is_registered_sex_offender     boolean,
  is_history_of_sexual_offence   boolean,
  is_concerning_sexual_behaviour boolean,
  has_history_of_arson           boolean,
  is_concerning_arson_behaviour  boolean,
  needs_accessible_property      boolean,
  is_duty_to_refer_submitted     boolean,
  duty_to_refer_submission_date  date,
  duty_to_refer_local_authority  text,
  duty_to_refer_outcome          text,
  is_application_eligible        boolean,
  eligibility_reason             text,
  -- What assessment told us.
  assessment_status              text,
  assessment_decision            text check (assessment_decision in ('accepted', 'rejected')),
  outcome_version                int         not null default 0,
  constraint application_submitted_whole check (
    submitted_at is null
    or (deleted_at is null and data is not null and summary_data is not null and arrival_date is not null
        and home_region_id is not null and placement_region_id is not null and placement_pdu_id is not null)
  )
);
create index application_own on application (created_by_user_id, created_at desc) where deleted_at is null;
create index application_crn on application (crn);

create function refuse_thawing() returns trigger language plpgsql as $$
begin
  raise exception 'a submitted application is frozen' using errcode = 'integrity_constraint_violation';
end $$;
create trigger application_frozen before update on application for each row
  when (old.submitted_at is not null and (
    old.data, old.document, old.summary_data, old.submitted_at, old.deleted_at, old.crn, old.placement_region_id, old.placement_pdu_id
  ) is distinct from (
    new.data, new.document, new.summary_data, new.submitted_at, new.deleted_at, new.crn, new.placement_region_id, new.placement_pdu_id
  ))
  execute function refuse_thawing();`,
  staffTable,
  idempotencyTable,
  messagingTables('referral'),
);
