import { sqlMigration } from '@throughcare/platform/database';

const sql = `
-- What a message about a stay may have to wait for: few rows at any time, looked for by person.
create index sync_operation_moves on sync_operation (person, target, seq)
  where operation in ('person.arrived', 'person.arrived.updated', 'person.departed')
    and state in ('published', 'read', 'read-again');
`;

export const MovesInLine = sqlMigration('MovesInLine1767100000000', sql);
