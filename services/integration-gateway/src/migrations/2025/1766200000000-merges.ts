import { sqlMigration } from '@throughcare/platform/database';

const sql = `
-- Which number of a person went into which, as NOMIS and nDelius last said. Nothing is overwritten by a merge: who somebody is
-- follows from these rows, so that a merge can be undone.
create table identity_merge (
  id          uuid        primary key,
  number_type text        not null check (number_type in ('crn', 'noms')),
  from_number text        not null,
  into_number text        not null check (into_number <> from_number),
  is_merged   boolean     not null,
  said_at     timestamptz not null,
  version     int         not null default 0,
  unique (number_type, from_number)
);
create index identity_merge_into on identity_merge (number_type, into_number) where is_merged;

-- Each link has its events.
alter table identity_link
  add column aggregate_id uuid not null default gen_random_uuid(),
  add column version      int  not null default 0;

alter table inbound_message drop constraint inbound_message_decision_check;
alter table inbound_message add constraint inbound_message_decision_check
  check (decision in ('custody', 'link', 'merge', 'unmerge', 'address', 'echo', 'ignore')) not valid;
`;

export const Merges = sqlMigration('Merges1766200000000', sql);
