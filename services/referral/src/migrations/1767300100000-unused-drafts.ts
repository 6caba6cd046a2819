import { sqlMigration } from '@throughcare/platform/database';

/**
 * When a draft was last opened or saved, or was deleted. When that was for drafts that are there already nobody knows: theirs counts from
 * now. An instance of the release before does not write it, so the trigger does.
 */
export const UnusedDrafts = sqlMigration(
  'UnusedDrafts1767300100000',
  `
alter table application add column used_at timestamptz not null default now();
create function note_use() returns trigger language plpgsql as $$
begin
  new.used_at := clock_timestamp();
  return new;
end $$;
create trigger note_use before update of revision, deleted_at on application for each row
  when (old.submitted_at is null and new.used_at = old.used_at and (new.revision, new.deleted_at) is distinct from (old.revision, old.deleted_at))
  execute function note_use();
create index application_unused on application (used_at)
  where submitted_at is null and (deleted_at is null or data is not null or risks is not null);`,
);
