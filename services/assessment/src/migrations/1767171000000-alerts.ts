import { sqlMigration } from '@throughcare/platform/database';

/** What alerts follow from: the latest word of a prison about each person, and what staff have dealt with. */
export const Alerts = sqlMigration(
  'Alerts1767171000000',
  `
create table custody_view (
  noms_number text primary key,
  in_custody  boolean     not null,
  is_recall   boolean     not null,
  occurred_at timestamptz not null,
  -- When the prison was asked: a release taken back is news although the admission is old.
  verified_at timestamptz not null
);
create table alert_acknowledgement (
  assessment_id uuid        not null references assessment,
  alert         text        not null,
  by_user_id    uuid        not null,
  at            timestamptz not null,
  primary key (assessment_id, alert)
);`,
);
