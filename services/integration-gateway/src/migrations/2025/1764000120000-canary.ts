import { sqlMigration } from '@throughcare/platform/database';

const sql = `
-- One row: the aggregate of the event that is sent once a minute to see that events travel.
create table canary (
  id      uuid        primary key,
  version int         not null default 0,
  sent_at timestamptz not null default clock_timestamp()
);
insert into canary (id) values ('0193a7d0-0000-7000-8000-000000000001');
`;

export const Canary = sqlMigration('Canary1764000120000', sql);
