import { watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/** Whose the end of a bedspace is, its property's or its own, is published by nobody: its dates are. */
export const Archives = sqlMigration(
  'Archives1767130120000',
  watchAggregate('booking', 'bedspace', { untold: ['updated_at', 'ends_with_premises', 'own_end_date'] }),
  `
create index premises_day on premises (reported_status, end_date, start_date);
create index bedspace_day on bedspace (reported_status, end_date, start_date);`,
);
