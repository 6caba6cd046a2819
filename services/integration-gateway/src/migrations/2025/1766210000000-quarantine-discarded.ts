import { sqlMigration } from '@throughcare/platform/database';

const sql = `
-- What can never be taken and somebody gave up, with who and why in ops_audit: kept as it came, no longer shown or tried.
alter table quarantine add column discarded_at timestamptz;
create index quarantine_waiting on quarantine (received_at) where discarded_at is null;
`;

export const QuarantineDiscarded = sqlMigration('QuarantineDiscarded1766210000000', sql);
