import { personIndex } from '@throughcare/platform/people/index-table';
import { sqlMigration } from '@throughcare/platform/database';

/** Names of the people whom assessments are about, so that a list is searched and sorted where it is. */
export const PersonIndex = sqlMigration(
  'PersonIndex1767030000000',
  personIndex('assessment', { table: 'assessment', key: 'crn' }),
);
