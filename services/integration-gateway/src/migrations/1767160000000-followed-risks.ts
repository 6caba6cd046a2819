import { sqlMigration } from '@throughcare/platform/database';

/** Whose risks were asked for: of them changes are told. */
export const FollowedRisks = sqlMigration(
  'FollowedRisks1767160000000',
  `
create table followed_risk (
  crn          text primary key,
  aggregate_id uuid not null unique,
  -- Number of the last event about the person.
  version      int  not null default 0,
  -- When the last change that was told happened.
  told_at      timestamptz
);
alter table inbound_message drop constraint inbound_message_decision_check;
alter table inbound_message add constraint inbound_message_decision_check
  check (decision in ('ignore', 'custody', 'link', 'merge', 'unmerge', 'address', 'echo', 'risk')) not valid;`,
);
