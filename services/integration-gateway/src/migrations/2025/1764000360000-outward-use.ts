import { sqlMigration } from '@throughcare/platform/database';

const sql = `
-- Who read the details of which of our public types, and how often on which London day.
create table detail_read (
  event_type   text        not null,
  client_id    text        not null,
  day          date        not null,
  reads        bigint      not null,
  last_read_at timestamptz not null,
  primary key (event_type, client_id, day)
);

-- Set on the message of a type that goes: the event of its successor, beside which it is published.
alter table sync_operation add column beside uuid;
create index sync_operation_beside on sync_operation (beside) where beside is not null;
`;

export const OutwardUse = sqlMigration('OutwardUse1764000360000', sql);
