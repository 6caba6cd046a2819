import { watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/** Notes every change of a person's record that is told to nobody. */
export const WatchPeople = sqlMigration(
  'WatchPeople1766300000000',
  watchAggregate('passport', 'person', {
    // Both are told by the gateway, which owns them.
    untold: ['crn', 'prison_id'],
  }),
);
