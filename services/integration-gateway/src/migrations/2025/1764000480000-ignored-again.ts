import { sqlMigration } from '@throughcare/platform/database';

const sql = `
-- What was ignored stands under a key of its own from now on, so that it is taken when there is something to do about it.
-- The records of what was ignored until now would call it a copy. They had no effect, and have none here.
delete from inbound_message where decision = 'ignore';
`;

export const IgnoredAgain = sqlMigration('IgnoredAgain1764000480000', sql);
