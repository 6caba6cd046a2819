import { sqlMigration } from '@throughcare/platform/database';
import { personIndexWanted } from '@throughcare/platform/people/index-table';

/** Names are asked for again when they change, in the background. */
export const PersonIndexWanted = sqlMigration('PersonIndexWanted1767120120000', personIndexWanted('booking'));
