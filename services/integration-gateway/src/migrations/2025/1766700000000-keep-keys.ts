import { keepKey } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/** Events of one operation, or of one number, go by one key, whatever is learnt or merged: nothing overtakes them in another partition. */
export const KeepKeys = sqlMigration(
  'KeepKeys1766700000000',
  keepKey('gateway', 'sync_operation', {
    row: 'coalesce(made_with, person)',
    inserted: 'coalesce(new.made_with, new.person)',
  }),
  keepKey('gateway', 'identity_merge', { row: 'into_number', inserted: 'new.into_number' }),
);
