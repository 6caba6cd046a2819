import { sqlMigration } from '@throughcare/platform/database';

const sql = `
-- Where the prison API last showed somebody to be, so that a list says the same as the page before it.
create table seen_place (
  noms_number text        primary key,
  status      text        not null,
  prison_name text,
  seen_at     timestamptz not null
);
`;

export const SeenPlaces = sqlMigration('SeenPlaces1766500000000', sql);
