import { mergedNumberTables } from '@throughcare/platform/numbers';
import { sqlMigration } from '@throughcare/platform/database';

export const MergedNumbers = sqlMigration(
  'MergedNumbers1766200000000',
  mergedNumberTables,
  `
-- A person's CRN changes when nDelius has merged it, and for no other reason.
drop trigger application_frozen on application;
create trigger application_frozen before update on application for each row
  when (old.submitted_at is not null and (
    old.data, old.document, old.summary_data, old.submitted_at, old.deleted_at, old.placement_region_id, old.placement_pdu_id
  ) is distinct from (
    new.data, new.document, new.summary_data, new.submitted_at, new.deleted_at, new.placement_region_id, new.placement_pdu_id
  ))
  execute function refuse_thawing();

create function refuse_another_person() returns trigger language plpgsql as $$
begin
  if exists (select from renumbered_row where table_name = 'application' and row_id = old.id::text and number_type = 'crn')
    then return new; end if;
  raise exception 'an application stays with its person' using errcode = 'integrity_constraint_violation';
end $$;
create trigger application_person before update on application for each row
  when (old.submitted_at is not null and old.crn is distinct from new.crn) execute function refuse_another_person();
`,
);
