import { sqlMigration } from '@throughcare/platform/database';

/** What practitioners are written about, who they are, and who wants none. No address and nothing about a person is in it. */
export const Notifications = sqlMigration(
  'Notifications1767172000000',
  `
create table notification (
  -- The event that it tells of: one message each. Also the reference under which Notify finds it.
  event_id       uuid        primary key,
  template       text        not null,
  application_id uuid        not null,
  state          text        not null check (state in ('waiting', 'sent', 'skipped', 'failed')),
  attempts       int         not null default 0,
  next_at        timestamptz not null,
  code           text,
  created_at     timestamptz not null default clock_timestamp(),
  settled_at     timestamptz
);
create index notification_due on notification (next_at, event_id) where state = 'waiting';
create table notification_referrer (
  application_id uuid primary key,
  user_id        uuid not null
);
create table notification_choice (
  user_id     uuid        primary key,
  wants_email boolean     not null,
  at          timestamptz not null
);`,
);
