import { keepKey, watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/** Events of one aggregate go by one key, whatever its numbers become: nothing overtakes them in another partition. */
export const KeepKeys = sqlMigration(
  'KeepKeys1766700000000',
  watchAggregate('referral', 'application', {
    untold: ['assessment_status', 'assessment_decision', 'outcome_version', 'crn', 'noms_number', 'event_key'],
    when: 'old.submitted_at is not null',
  }),
  keepKey('referral', 'application', { row: 'crn', inserted: 'new.crn' }),
);
