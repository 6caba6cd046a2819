import { sqlMigration } from '@throughcare/platform/database';

/** Answers that a later save of a draft dropped or changed; gone with the submission or deletion of the draft. */
export const DraftRevisions = sqlMigration(
  'DraftRevisions1766400000000',
  `
create table draft_revision (
  application_id uuid        not null references application on delete cascade,
  revision       int         not null,
  data           text        not null,
  -- Pages, by task, whose answers the next save dropped or changed.
  lost           text[]      not null,
  replaced_at    timestamptz not null,
  primary key (application_id, revision)
);`,
);
