import { keepKey, watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/** Events of one aggregate go by one key, whatever its numbers become: nothing overtakes them in another partition. */
export const KeepKeys = sqlMigration(
  'KeepKeys1766700000000',
  watchAggregate('assessment', 'assessment', { untold: ['crn', 'noms_number', 'event_key'] }),
  keepKey('assessment', 'assessment', { row: 'crn', inserted: 'new.crn' }),
);
