import { watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/** Notes every change of an assessment that is told to nobody. */
export const WatchAssessments = sqlMigration(
  'WatchAssessments1766300000000',
  watchAggregate('assessment', 'assessment'),
);
