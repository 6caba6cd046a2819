import { sqlMigration } from '@throughcare/platform/database';

/** What alerts follow from, besides movements: a death in custody, and the release date that the prison has. */
export const PrisonNews = sqlMigration(
  'PrisonNews1767300204000',
  `
alter table custody_view add column has_died boolean not null default false;
create table release_date_view (
  noms_number  text primary key,
  -- Null: the prison has none.
  release_date date,
  -- When the prison was asked.
  changed_at   timestamptz not null
);`,
);
