import { watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/** Whose numbers were merged is told by the gateway, to everybody at once. */
export const NumbersAreTold = sqlMigration(
  'NumbersAreTold1766500000000',
  watchAggregate('booking', 'booking', { untold: ['released_at', 'overlap_known', 'crn', 'noms_number'] }),
);
