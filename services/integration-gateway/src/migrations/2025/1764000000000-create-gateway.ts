import { messagingTables } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

const inbound = `
-- What came from the HMPPS queue and was understood. The key is equal for every copy of one fact.
create table inbound_message (
  semantic_key     text        primary key,
  sns_message_id   text,
  hmpps_type       text        not null,
  decision         text        not null check (decision in ('custody', 'link', 'address', 'echo', 'ignore')),
  reason           text        not null,
  occurred_at      text,
  copies           int         not null default 1,
  received_at      timestamptz not null default clock_timestamp(),
  last_received_at timestamptz not null default clock_timestamp()
);
create index inbound_message_received_at on inbound_message (received_at);

-- What could not be understood, as it came (bytes, because anything may come).
create table quarantine (
  id               uuid        primary key,
  problem          text        not null,
  hmpps_type       text,
  sns_message_id   text,
  body             bytea       not null,
  body_sha256      text        not null unique,
  copies           int         not null default 1,
  received_at      timestamptz not null default clock_timestamp(),
  last_received_at timestamptz not null default clock_timestamp()
);`;

const custody = `
-- One row per person in custody messages: the lease of the one look at a time, and what we published last.
create table custody_person (
  noms_number  text        primary key,
  aggregate_id uuid        not null,
  key          text,
  version      int         not null default 0,
  known        jsonb,
  known_as     text        check (known_as in ('released', 'received')),
  next_look_at timestamptz,
  lease        uuid,
  leased_until timestamptz,
  failures     int         not null default 0
);
create index custody_person_due on custody_person (next_look_at) where next_look_at is not null;

-- Every message's claim about a movement, and what became of it.
create table custody_claim (
  id             uuid        primary key,
  noms_number    text        not null references custody_person,
  hmpps_type     text        not null,
  claim          text        not null check (claim in ('released', 'received')),
  reason         text        not null,
  movement_code  text,
  occurred_at    text        not null,
  state          text        not null default 'pending' check (state in ('pending', 'published', 'settled')),
  outcome        text,
  looks          int         not null default 0,
  next_look_at   timestamptz not null default clock_timestamp(),
  traceparent    text,
  correlation_id uuid        not null,
  received_at    timestamptz not null default clock_timestamp(),
  settled_at     timestamptz
);
create index custody_claim_pending on custody_claim (noms_number) where state = 'pending';`;

const people = `
-- A person's numbers in nDelius and NOMIS, the newest link per CRN.
create table identity_link (
  crn         text        primary key,
  noms_number text        not null,
  source      text        not null,
  learnt_at   timestamptz not null
);
create index identity_link_noms_number on identity_link (noms_number, learnt_at desc);

create table staff (
  user_id          uuid        primary key,
  username         text        not null unique,
  staff_code       text,
  name             text        not null,
  email            text,
  telephone_number text,
  region_id        uuid,
  region_code      text,
  pdu_id           uuid,
  is_active        boolean     not null,
  roles            text[]      not null,
  version          int         not null default 0,
  refreshed_at     timestamptz not null
);

-- Kept apart from staff, so that a role can be granted before the first sign-in, and a revoked one is not seeded again.
create table role_grant (
  username   text        not null,
  role       text        not null check (role in ('CAS3_REFERRER', 'CAS3_ASSESSOR', 'CAS3_REPORTER', 'CAS3_ADMIN')),
  granted_by text        not null,
  granted_at timestamptz not null default clock_timestamp(),
  revoked_at timestamptz,
  primary key (username, role)
);`;

const out = `
-- What detailUrl answers. Never changed once it can be read (sealed_at).
create table event_detail (
  event_id   uuid        primary key,
  slug       text        not null,
  body       text        not null,
  etag       text        not null,
  sealed_at  timestamptz,
  created_at timestamptz not null default clock_timestamp()
);

-- The ledger: what we told other systems, or still have to.
create table sync_operation (
  id              uuid        primary key,
  seq             bigint      generated always as identity,
  event_id        uuid        not null,
  target          text        not null,
  operation       text        not null,
  event_type      text        not null,
  person          text        not null,
  crn             text,
  noms_number     text,
  application_id  uuid,
  booking_id      uuid,
  occurred_at     text        not null,
  state           text        not null check (state in
                    ('ready', 'claimed', 'published', 'confirmed', 'parked', 'unconfirmed', 'dry-run')),
  reason          text,
  warnings        text[]      not null default '{}',
  attempts        int         not null default 0,
  next_attempt_at timestamptz not null default clock_timestamp(),
  claimed_at      timestamptz,
  claimed_by      uuid,
  doubt           boolean     not null default false,
  published_at    timestamptz,
  message_id      text,
  evidence        text,
  taken_at        timestamptz,
  fetches         int         not null default 0,
  confirmed_at    timestamptz,
  last_error      text,
  held_event      jsonb,
  traceparent     text,
  correlation_id  text        not null,
  version         int         not null default 0,
  created_at      timestamptz not null default clock_timestamp(),
  unique (event_id, target)
);
create index sync_operation_open on sync_operation (person, target, seq)
  where state in ('ready', 'claimed', 'parked', 'unconfirmed', 'published');
create index sync_operation_due on sync_operation (next_attempt_at) where state = 'ready';
create index sync_operation_claimed on sync_operation (claimed_at) where state = 'claimed';
create index sync_operation_booking on sync_operation (booking_id);
create index sync_operation_crn on sync_operation (crn, claimed_at);
create index sync_operation_no_crn on sync_operation (noms_number) where state = 'parked' and reason = 'NO_CRN';`;

export const CreateGateway = sqlMigration(
  'CreateGateway1764000000000',
  messagingTables('gateway'),
  inbound,
  custody,
  people,
  out,
);
