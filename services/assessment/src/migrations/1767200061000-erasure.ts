import { sqlMigration } from '@throughcare/platform/database';

/** Assessments of people who were erased are counted, and in no list. */
export const Erasure = sqlMigration('Erasure1767200061000', 'alter table assessment add column erased_at timestamptz;');
