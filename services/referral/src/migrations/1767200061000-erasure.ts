import { sqlMigration } from '@throughcare/platform/database';

/** A referral of somebody who was erased is about nobody: only then, or by a merge, does it bear another number. */
export const Erasure = sqlMigration(
  'Erasure1767200061000',
  `
create or replace trigger application_person before update on application for each row
  when (old.submitted_at is not null and old.crn is distinct from new.crn and new.erased_at is not distinct from old.erased_at)
  execute function refuse_another_person();`,
);
