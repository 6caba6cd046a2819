import { watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/** Notes every change of a booking that is told to nobody. */
export const WatchBookings = sqlMigration(
  'WatchBookings1766300000000',
  watchAggregate('booking', 'booking', {
    // A release is told by the gateway; the mark of an old overlap is nobody's business.
    untold: ['released_at', 'overlap_known'],
  }),
);
