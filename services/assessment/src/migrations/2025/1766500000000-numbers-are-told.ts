import { watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/** Whose numbers were merged is told by the gateway, to everybody at once. */
export const NumbersAreTold = sqlMigration(
  'NumbersAreTold1766500000000',
  watchAggregate('assessment', 'assessment', { untold: ['crn', 'noms_number'] }),
);
