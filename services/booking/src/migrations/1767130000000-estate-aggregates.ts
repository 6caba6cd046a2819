import { watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

const STATUS = `add column version int not null default 0,
  -- What other services were last sent; a day that begins or ends a period is noticed by comparing it with the dates.
  add column reported_status text not null default 'online' check (reported_status in ('online', 'archived'))`;
const PASSED = `end_date <= (now() at time zone 'Europe/London')::date`;

/**
 * Properties and bedspaces count their events, and keep what staff did with them and when they could be used before. Version 0 means that
 * nothing was published yet: what was there, and what an older version beside this one enters, is published by a background task.
 */
export const EstateAggregates = sqlMigration(
  'EstateAggregates1767130000000',
  `
alter table premises ${STATUS};
alter table bedspace ${STATUS},
  -- Its last day is that of its property, which replaced the day that was planned for it, if any.
  add column ends_with_premises boolean not null default false,
  add column own_end_date date;
update premises set reported_status = 'archived' where ${PASSED};
update bedspace set reported_status = 'archived' where ${PASSED};
create index premises_untold on premises (id) where version = 0;
create index bedspace_untold on bedspace (premises_id, id) where version = 0;

-- Periods that are over, of a property or of a bedspace; the current one stands in its own row. Periods may touch: the day of return may be
-- the last day before.
create table earlier_availability (
  id          uuid primary key,
  premises_id uuid not null references premises,
  bedspace_id uuid references bedspace,
  first_day   date not null,
  last_day    date not null check (last_day >= first_day),
  constraint earlier_availability_apart exclude using gist (
    coalesce(bedspace_id, premises_id) with =, daterange(first_day, last_day) with &&
  )
);
create index earlier_availability_premises on earlier_availability (premises_id, first_day);

create table estate_action (
  id                 uuid primary key,
  premises_id        uuid        not null references premises,
  bedspace_id        uuid        references bedspace,
  -- One for everything that one click did to a property and its bedspaces.
  transaction_id     uuid        not null,
  kind               text        not null,
  details            jsonb       not null,
  created_at         timestamptz not null,
  created_by_user_id uuid        not null
);
create index estate_action_premises on estate_action (premises_id, created_at);`,
  watchAggregate('booking', 'premises', { untold: ['updated_at'] }),
  watchAggregate('booking', 'bedspace', { untold: ['updated_at'] }),
);
