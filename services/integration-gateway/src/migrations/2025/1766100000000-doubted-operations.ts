import { sqlMigration } from '@throughcare/platform/database';

const sql = `
-- How often it may have been sent beyond the once that counts, and when its detail was read last.
alter table sync_operation add column copies int not null default 0, add column last_read_at timestamptz;

-- Wider than before, so every row fits it: not validated, because reading them all would hold the table up.
alter table sync_operation drop constraint sync_operation_state_check;
alter table sync_operation add constraint sync_operation_state_check check (state in
  ('ready', 'claimed', 'published', 'read', 'confirmed', 'parked', 'unconfirmed', 'read-again', 'no-address', 'dry-run'))
  not valid;

-- What somebody has to look into, and what an address event is still to confirm.
create index sync_operation_watched on sync_operation (state, taken_at) where state in ('read-again', 'no-address')
  or (state = 'read' and operation in ('person.arrived', 'person.arrived.updated', 'person.departed'));
create index sync_operation_untaken on sync_operation (published_at) where state = 'published' and taken_at is null;
`;

export const DoubtedOperations = sqlMigration('DoubtedOperations1766100000000', sql);
