import { sqlMigration } from '@throughcare/platform/database';

/** A death in custody is told like a release, and the release date of whoever is followed is known. */
export const DeathsAndDates = sqlMigration(
  'DeathsAndDates1767300203000',
  `
alter table custody_person
  add column release_date      date,
  -- By what; null: the prison was never asked.
  add column release_date_kind text,
  -- When the prison is to be asked for it.
  add column next_dates_at     timestamptz;
create index custody_person_dates on custody_person (next_dates_at) where next_dates_at is not null;
-- Of an older instance: not known.
alter table seen_place add column prison_id text;
alter table custody_person drop constraint custody_person_known_as_check;
alter table custody_person add constraint custody_person_known_as_check check (known_as in ('released', 'received', 'died')) not valid;
alter table custody_claim drop constraint custody_claim_claim_check;
alter table custody_claim add constraint custody_claim_claim_check check (claim in ('released', 'received', 'died')) not valid;
alter table custody_gap drop constraint custody_gap_claim_check;
alter table custody_gap add constraint custody_gap_claim_check check (claim in ('released', 'received', 'died')) not valid;
alter table inbound_message drop constraint inbound_message_decision_check;
alter table inbound_message add constraint inbound_message_decision_check
  check (decision in ('ignore', 'custody', 'link', 'merge', 'unmerge', 'address', 'echo', 'risk', 'erasure', 'dates')) not valid;`,
);
