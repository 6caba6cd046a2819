import { sqlMigration } from '@throughcare/platform/database';

/** When an item was last changed; an instance of the release before leaves it empty. */
export const ReferenceChangedAt = sqlMigration(
  'ReferenceChangedAt1767200030000',
  'alter table reference_item add column changed_at timestamptz',
);
