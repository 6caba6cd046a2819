import { sqlMigration } from '@throughcare/platform/database';

/** What alerts on bookings follow from, besides movements, and which of them staff have dealt with. */
export const PrisonNews = sqlMigration(
  'PrisonNews1767300205000',
  `
alter table custody_view add column has_died boolean not null default false;
create table release_date_view (
  noms_number  text primary key,
  crn          text,
  -- Null: the prison has none.
  release_date date,
  -- When the prison was asked.
  changed_at   timestamptz not null
);
create index release_date_view_crn on release_date_view (crn) where crn is not null;
create table booking_alert_dismissal (
  booking_id uuid        not null references booking on delete cascade,
  alert      text        not null,
  by_user_id uuid        not null,
  at         timestamptz not null,
  primary key (booking_id, alert)
);`,
);
