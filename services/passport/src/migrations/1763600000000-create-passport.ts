import { messagingTables } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';
import { idempotencyTable } from '@throughcare/platform/idempotency';

const people = `
create table person (
  id                           uuid        primary key,
  noms_number                  text        not null unique,
  crn                          text,
  prison_id                    text,
  support_needs_legacy_profile boolean     not null default false,
  version                      int         not null default 0,
  opened_at                    timestamptz not null default clock_timestamp()
);
comment on column person.prison_id is 'OUT after a release; null until a custody event has told us.';`;

const pathways = `
create table pathway_status (
  person_id  uuid        not null references person,
  pathway    text        not null,
  status     text        not null,
  cause      text,
  updated_at timestamptz,
  primary key (person_id, pathway)
);

create table case_note (
  id              uuid        primary key,
  person_id       uuid        not null references person,
  pathway         text        not null,
  text            text        not null,
  author_username text        not null,
  author_name     text        not null,
  auth_source     text        not null,
  created_at      timestamptz not null
);

create table pathway_change (
  id           uuid        primary key,
  person_id    uuid        not null references person,
  pathway      text        not null,
  from_status  text        not null,
  to_status    text        not null,
  cause        text        not null,
  changed_at   timestamptz not null,
  case_note_id uuid        references case_note
);
create index pathway_change_person on pathway_change (person_id, changed_at desc, id desc);`;

const facts = `
-- The newest that each referral, assessment and booking has said of itself.
create table accommodation_fact (
  kind           text        not null,
  subject_id     uuid        not null,
  person_id      uuid        not null references person,
  application_id uuid,
  state          text        not null,
  version        int         not null,
  occurred_at    timestamptz not null,
  primary key (kind, subject_id)
);
create index accommodation_fact_person on accommodation_fact (person_id);

create table custody_event (
  event_id    uuid        primary key,
  person_id   uuid        not null references person,
  type        text        not null,
  prison_id   text,
  reason      text,
  reason_code text        not null,
  occurred_at timestamptz not null,
  verified_at timestamptz not null,
  created_at  timestamptz not null default clock_timestamp()
);
create index custody_event_person on custody_event (person_id, occurred_at desc);

create table ignored_event (
  event_id   uuid        not null,
  consumer   text        not null,
  type       text        not null,
  reason     text        not null,
  ignored_at timestamptz not null default clock_timestamp(),
  primary key (event_id, consumer)
);`;

export const CreatePassport = sqlMigration(
  'CreatePassport1763600000000',
  messagingTables('passport'),
  ...[idempotencyTable, people, pathways, facts].filter((sql) => sql !== ''),
);
