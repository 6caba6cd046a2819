import { keepKey, watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/** Events of one aggregate go by one key, whatever its numbers become: nothing overtakes them in another partition. */
export const KeepKeys = sqlMigration(
  'KeepKeys1766700000000',
  watchAggregate('passport', 'person', {
    untold: ['crn', 'prison_id', 'noms_number', 'support_needs_legacy_profile', 'event_key'],
  }),
  keepKey('passport', 'person', { row: 'coalesce(crn, noms_number)', inserted: 'coalesce(new.crn, new.noms_number)' }),
);
