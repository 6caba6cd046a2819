import { operationsTables } from './tables';
import { quoteSchema } from './names';
import { rolloutTables } from './rollout-tables';
import { messagingSteps } from './schema-steps';

/** Group role that may read every service's published events: the only right across schemas. */
export const EVENT_READER_ROLE = 'throughcare_event_reader';

const publishing = (s: string) => `
-- No check constraint here: PostgreSQL reads each again at every insert, a twelfth of a whole transaction.
create table ${s}.outbox (
  position     bigint generated always as identity (sequence name ${s}.outbox_position_seq),
  partition    smallint    not null,
  event_id     uuid        not null,
  key          text        not null,
  type         text        not null,
  aggregate_id text        not null,
  version      int         not null,
  payload      text        not null,
  headers      jsonb       not null,
  occurred_at  timestamptz not null default clock_timestamp(),
  primary key (partition, position)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Published events, kept for years: what the embedded bus serves and what a replay reads.
create table ${s}.event_log (
  partition    smallint    not null,
  "offset"     bigint      not null,
  event_id     uuid        not null,
  key          text        not null,
  type         text        not null,
  aggregate_id text        not null,
  version      int         not null,
  payload      text        not null,
  headers      jsonb       not null,
  occurred_at  timestamptz not null,
  logged_at    timestamptz not null default clock_timestamp(),
  primary key (partition, "offset")
);
create unique index event_log_event_id on ${s}.event_log (event_id);
create index event_log_type on ${s}.event_log (type, occurred_at);
create index event_log_key on ${s}.event_log (key);`;

const consuming = (s: string) => `
-- What each consumer reads; live consumers refresh it when they start.
create table ${s}.consumer_subscription (
  consumer        text        not null,
  source          text        not null,
  types           text[]      not null,
  handler_version text        not null,
  started_at      timestamptz not null default clock_timestamp(),
  primary key (consumer, source)
);

-- Last offset whose effect is committed.
create table ${s}.consumer_cursor (
  consumer   text        not null,
  source     text        not null,
  partition  smallint    not null,
  "offset"   bigint      not null,
  moved_at   timestamptz not null default clock_timestamp(),
  primary key (consumer, source, partition)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Which events had their effect. The month comes from the event itself, so a late copy meets the same key.
create table ${s}.inbox (
  consumer     text        not null,
  run_id       uuid        not null,
  event_id     uuid        not null,
  event_day    date        not null,
  processed_at timestamptz not null default clock_timestamp(),
  primary key (consumer, run_id, event_id, event_day)
) partition by range (event_day);

-- Events of earlier days are refused: their inbox rows are gone, so a copy could not be recognised.
create table ${s}.inbox_horizon (
  only_row boolean primary key default true check (only_row),
  day      date    not null
);`;

const failing = (s: string) => `
create table ${s}.delivery_attempt (
  consumer   text        not null,
  event_id   uuid        not null,
  attempts   int         not null,
  error      text        not null,
  first_at   timestamptz not null default clock_timestamp(),
  last_at    timestamptz not null default clock_timestamp(),
  primary key (consumer, event_id)
);

-- A key that waits behind a dead letter. The row is the lock between a lane and a redrive.
create table ${s}.parked_key (
  consumer  text        not null,
  key       text        not null,
  parked_at timestamptz not null default clock_timestamp(),
  primary key (consumer, key)
);

create table ${s}.dead_letter (
  id              bigint generated always as identity primary key,
  consumer        text        not null,
  key             text        not null,
  event_id        uuid        not null,
  type            text        not null,
  event           jsonb       not null,
  state           text        not null check (state in ('failed', 'waiting', 'discarded')),
  code            text        not null,
  error_class     text        not null,
  attempts        int         not null default 0,
  first_failed_at timestamptz not null default clock_timestamp(),
  last_failed_at  timestamptz not null default clock_timestamp(),
  handler_version text        not null,
  discard_reason  text,
  unique (consumer, event_id)
);
create index dead_letter_key on ${s}.dead_letter (consumer, key, id) where state <> 'discarded';`;

const sharing = (s: string) => `
-- Heartbeats: how many relays and consumers share the partitions.
create unlogged table ${s}.relay_instance (
  group_name  text        not null,
  instance_id uuid        not null,
  backend_pid int         not null,
  seen_at     timestamptz not null default clock_timestamp(),
  primary key (group_name, instance_id)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);`;

const rights = (schema: string, s: string) => `
do $$ begin
  if exists (select from pg_roles where rolname = '${EVENT_READER_ROLE}') then
    execute 'grant usage on schema ${schema} to ${EVENT_READER_ROLE}';
    grant select on ${s}.event_log to ${EVENT_READER_ROLE};
  end if;
end $$;`;

/**
 * SQL of the messaging tables, for a service's first migration. Run it as the service's role, which must own the schema
 * (it adds inbox months as they come). Other services may read `event_log` and nothing else.
 */
export const messagingTables = (schema: string): string => {
  if (!/^[a-z_][a-z0-9_]*$/.test(schema)) throw new Error('Invalid schema name: use lower-case letters, digits and _');
  const s = quoteSchema(schema);
  const parts = [publishing(s), consuming(s), failing(s), sharing(s), operationsTables(s), rolloutTables(s)];
  const steps = [messagingSteps.letters(schema), messagingSteps.lettersByAggregate(schema)];
  return [...parts, ...steps, rights(schema, s)].join('\n');
};

export interface WatchedAggregate {
  /** Columns that change without an event on purpose. The migration says why beside each. */
  readonly untold?: readonly string[];
  /** SQL over `new`: rows of which nothing is told yet are left alone. */
  readonly when?: string;
}

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

/**
 * SQL for a migration: from then on every update of an aggregate's row that brings no event is noted, whoever writes it, until an event tells
 * more (`throughcare_silent_changes`). An event is known by the version that moves with it. It costs nothing where the version moves.
 */
export const watchAggregate = (schema: string, table: string, { untold = [], when }: WatchedAggregate = {}): string => {
  const s = quoteSchema(schema);
  const columns = `array[${untold.map(text).join(', ')}]::text[]`;
  return `
create table if not exists ${s}.silent_change (
  table_name   text        not null,
  aggregate_id text        not null,
  -- Of the row when it changed: the first event with a higher one tells what it became.
  version      int         not null,
  changed_at   timestamptz not null default clock_timestamp(),
  primary key (table_name, aggregate_id)
);
create or replace function ${s}.note_silent_${table}() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - ${columns} is distinct from to_jsonb(old) - ${columns} then
    insert into ${s}.silent_change (table_name, aggregate_id, version)
    values (tg_table_name, to_jsonb(new) ->> tg_argv[0], new.version)
    on conflict (table_name, aggregate_id) do update set version = excluded.version, changed_at = clock_timestamp();
  end if;
  return null;
end $$;
create or replace trigger silent_change after update on ${s}.${table} for each row
  when (new.version = old.version and new is distinct from old${when ? ` and ${when}` : ''})
  execute function ${s}.note_silent_${table}('id');`;
};

/**
 * SQL for a migration: keeps the ordering key that an aggregate was created with in `event_key`, whatever numbers its row bears later. `of`
 * is SQL for that key over the row's columns. Rows that are there already keep the key of today; rows of an instance that does not know the
 * column get theirs. Where the table is watched, watch it again before this, with the column untold.
 */
export const keepKey = (
  schema: string,
  table: string,
  of: { readonly row: string; readonly inserted: string },
): string => {
  const s = quoteSchema(schema);
  return `
alter table ${s}.${table} add column if not exists event_key text;
update ${s}.${table} set event_key = ${of.row} where event_key is null;
create or replace function ${s}.keep_key_of_${table}() returns trigger language plpgsql as $$
begin
  new.event_key := coalesce(new.event_key, ${of.inserted});
  return new;
end $$;
create or replace trigger keep_key before insert on ${s}.${table} for each row execute function ${s}.keep_key_of_${table}();`;
};
