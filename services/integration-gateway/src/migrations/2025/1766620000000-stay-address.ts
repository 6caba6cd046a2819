import { sqlMigration } from '@throughcare/platform/database';

const sql = `
-- The address that nDelius made of an arrival, by its own number: a later change is put down to the stay at that address.
alter table sync_operation add column address_id text;
`;

export const StayAddress = sqlMigration('StayAddress1766620000000', sql);
