import { personIndex } from '@throughcare/platform/people/index-table';
import { sqlMigration } from '@throughcare/platform/database';

/** Names of the people whom bookings are about, so that a search finds and sorts them where they are. */
export const PersonIndex = sqlMigration(
  'PersonIndex1767030060000',
  personIndex('booking', { table: 'booking', key: 'crn' }),
);
