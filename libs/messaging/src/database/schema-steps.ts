import { quoteSchema } from './names';

/**
 * What databases of earlier versions lack, for a migration of each service. A step may run again, and instances of the version before
 * run beside it: columns have defaults, and nobody but this version reads or writes the new tables.
 */
export const messagingSteps = {
  /** How dead letters came, where they failed, and who released them. */
  letters: (schema: string): string => {
    const s = quoteSchema(schema);
    return `
-- True: ids of the letters of one batch follow the order in which the events came.
alter table ${s}.dead_letter add column if not exists in_order boolean not null default false;
-- Where it failed: type, code, stack frames, constraint, table and column of the error and of its causes. Never a message.
alter table ${s}.dead_letter add column if not exists failure jsonb;
alter table ${s}.replay_exception add column if not exists failure jsonb;

-- Letters that took effect in the end: how long they lay, who released them, and why.
create table if not exists ${s}.released_letter (
  consumer        text        not null,
  event_id        uuid        not null,
  state           text        not null,
  code            text        not null,
  attempts        int         not null,
  parked_at       timestamptz not null,
  released_at     timestamptz not null default clock_timestamp(),
  released_by     text        not null,
  reason          text,
  primary key (consumer, event_id)
);`;
  },

  /** Where the letters of an aggregate lie, whatever their keys. */
  lettersByAggregate: (schema: string): string => `
create index if not exists dead_letter_aggregate on ${quoteSchema(schema)}.dead_letter
  (consumer, (event->>'source'), (event->>'aggregateId')) where state <> 'discarded';`,
} as const;
