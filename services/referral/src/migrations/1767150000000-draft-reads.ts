import { sqlMigration } from '@throughcare/platform/database';

/** What each client last had of a draft; gone with its submission or deletion. */
export const DraftReads = sqlMigration(
  'DraftReads1767150000000',
  `
create table draft_read (
  application_id uuid        not null references application on delete cascade,
  -- SHA-256 of the client's token.
  reader         text        not null,
  revision       int         not null,
  data           text,
  read_at        timestamptz not null,
  primary key (application_id, reader)
);`,
);
