const replaying = (s: string) => `
create table ${s}.replay_run (
  id             uuid primary key,
  consumer       text        not null,
  mode           text        not null check (mode in ('redeliver', 'rebuild', 'reset-keys', 'single')),
  filter         jsonb       not null,
  state          text        not null
    check (state in ('running', 'paused', 'ready', 'completed', 'cancelled', 'failed')),
  rate           int         check (rate > 0),
  with_effects   boolean     not null,
  swap           boolean     not null,
  requested_by   text        not null,
  reason         text        not null,
  until          timestamptz not null,
  last_error     text,
  result         jsonb,
  -- Where a run with phases is: rebuilds and resets prepare before they copy.
  phase          text        not null default 'new',
  owner          uuid,
  lease_until    timestamptz,
  active_ms      bigint      not null default 0,
  created_at     timestamptz not null default clock_timestamp(),
  finished_at    timestamptz
);
`;

const replayIndexes = (s: string) => `
create index replay_run_open on ${s}.replay_run (created_at) where state = 'running';
-- Two runs of one consumer would undo each other.
create unique index replay_run_one on ${s}.replay_run (consumer) where state in ('running', 'paused', 'ready');`;

const replayProgress = (s: string) => `
-- One row per run and partition. \`step\` is compared and set with each batch, in the transaction of its effects.
create table ${s}.replay_cursor (
  run_id     uuid     not null references ${s}.replay_run on delete cascade,
  partition  smallint not null,
  positions  jsonb    not null,
  ends       jsonb    not null,
  total      bigint   not null,
  step       int      not null default 0,
  done       boolean  not null default false,
  delivered  bigint   not null default 0,
  suppressed bigint   not null default 0,
  dropped    bigint   not null default 0,
  skipped    bigint   not null default 0,
  failed     bigint   not null default 0,
  primary key (run_id, partition)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

create table ${s}.replay_exception (
  run_id   uuid        not null references ${s}.replay_run on delete cascade,
  event_id uuid        not null,
  key      text        not null,
  type     text        not null,
  kind     text        not null check (kind in ('failed', 'behind', 'parked', 'discarded')),
  code     text        not null,
  at       timestamptz not null default clock_timestamp(),
  primary key (run_id, event_id)
);
`;

const steering = (s: string) => `
-- Consumers that an operator stopped or moved, for every instance and across restarts.
create table ${s}.consumer_control (
  consumer   text primary key,
  paused     boolean     not null default false,
  resets     int         not null default 0,
  changed_by text        not null,
  reason     text        not null,
  changed_at timestamptz not null default clock_timestamp()
);

-- What operators did, for good.
create table ${s}.ops_audit (
  id         bigint generated always as identity primary key,
  at         timestamptz not null default clock_timestamp(),
  actor      text        not null,
  action     text        not null,
  parameters jsonb       not null,
  reason     text
);`;

/** What operators do and what they asked for: replay runs, pauses, and the audit of every action. `s` is a quoted schema. */
export const operationsTables = (s: string): string =>
  [replaying, replayIndexes, replayProgress, steering].map((part) => part(s)).join('\n');
