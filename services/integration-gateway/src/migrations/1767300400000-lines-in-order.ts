import { sqlMigration } from '@throughcare/platform/database';

/** What is told of a stay stands in line in the order in which it happened, however late it comes. */
export const LinesInOrder = sqlMigration(
  'LinesInOrder1767300400000',
  `
-- The event from which it was made. Of an older instance: null, and its own id or the time of its row has to do.
alter table sync_operation add column ordered_by uuid;
create index sync_operation_stays on sync_operation (person, target, seq)
  where operation in ('person.arrived', 'person.arrived.updated', 'person.departed', 'person.departed.updated');`,
);
