import { sqlMigration } from '@throughcare/platform/database';

const sql = `
create table known_details (
  id uuid primary key,
  version int not null,
  crn text not null unique,
  -- Salted, and of who has limits the same whatever they are called: no name can be read from it.
  digest text not null
);
`;

export const KnownDetails = sqlMigration('KnownDetails1767120060000', sql);
