/**
 * Which instances of each consumer run and what they can read, and what a consumer has ever wanted. For the first migration of a
 * service and for those that have none of it yet. `s` is a quoted schema.
 */
export const rolloutTables = (s: string): string => `
create table if not exists ${s}.consumer_instance (
  consumer        text        not null,
  instance_id     uuid        not null,
  wants           text[]      not null,
  handler_version text        not null,
  -- The other instances it has heard of and acted upon.
  knows           uuid[]      not null default '{}',
  -- Events it has not passed, where the bus and not the database keeps the position; and those it has, since it began.
  behind          bigint,
  passed          bigint      not null default 0,
  began_at        timestamptz not null default clock_timestamp(),
  seen_at         timestamptz not null default clock_timestamp(),
  primary key (consumer, instance_id)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);

create table if not exists ${s}.consumer_want (
  consumer  text        not null,
  contract  text        not null,
  gained_at timestamptz not null default now(),
  -- Since when no instance wants it.
  lost_at   timestamptz,
  -- Events that came after that.
  unhandled bigint      not null default 0,
  primary key (consumer, contract)
);

-- Where a reset moves to, on a bus that keeps the position itself.
alter table ${s}.consumer_control add column if not exists reset_to text;`;
