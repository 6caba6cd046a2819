import { watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/** Notes every change of a submitted referral that is told to nobody. */
export const WatchApplications = sqlMigration(
  'WatchApplications1766300000000',
  watchAggregate('referral', 'application', {
    // What assessment told us.
    untold: ['assessment_status', 'assessment_decision', 'outcome_version'],
    // A draft is nobody's but its author's until it is submitted.
    when: 'old.submitted_at is not null',
  }),
);
