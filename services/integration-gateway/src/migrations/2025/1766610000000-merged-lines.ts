import { sqlMigration } from '@throughcare/platform/database';

const sql = `
-- The CRN under which an operation was told, where the person has another one now: undoing the merge gives it back.
alter table sync_operation add column made_with text;
create index sync_operation_made_with on sync_operation (made_with) where made_with is not null;
`;

export const MergedLines = sqlMigration('MergedLines1766610000000', sql);
