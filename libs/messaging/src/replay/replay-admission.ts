import { earlierElsewhereSql } from '../consumer/dead-letters/release-order';
import { markSql, parkedSql } from '../consumer/inbox';

/** Null, and so before nothing, where the event lies in no letter. */
const LETTER = {
  consumer: 'l.consumer',
  key: 'l.key',
  source: "l.event->>'source'",
  aggregate: "l.event->>'aggregateId'",
  version: "l.event->'version'",
};

/** An event of the run itself. */
const EVENT = {
  consumer: '$1',
  key: 'e.key',
  source: 'e.source',
  aggregate: 'e.aggregate',
  version: 'to_jsonb(e.version)',
};

/** True of an event `e` with an earlier version under another key. A consumer that has no parked key has no letter. */
const overtakesSql = (s: string): string => `exists (select from ${s}.parked_key where consumer = $1)
  and exists (select ${earlierElsewhereSql(`${s}.dead_letter`, EVENT)})`;

/** Keys of which a run has left something to a redrive. */
const leftSql = (s: string): string => `select key from ${s}.replay_exception where run_id = $2 and kind = 'parked'`;

/**
 * What follows of a key from which a run has left something to a redrive is left out too. In a reset it has a letter, or becomes one when
 * its lane comes to it; what took effect before that letter was written does not wait for it, and nothing would bring it back.
 */
export const admitSql = (s: string) => `
  with e as (
    select * from unnest($3::uuid[], $4::text[], $5::text[], $6::date[], $15::text[], $16::text[], $17::int[]) with ordinality
      as e(event_id, key, type, event_day, source, aggregate, version, nth)),
  parked as materialized (${parkedSql(s, '$4', "$7 = 'live'")}),
  lying as (
    select e.*, case when l.state = 'discarded' then 'discarded' else 'parked' end as kind
    from e left join ${s}.dead_letter l on l.consumer = $1 and l.event_id = e.event_id
    where l.state = 'discarded' or ($7 = 'shadow' and l.state is not null) or e.key in (select key from parked)
      or ($7 = 'live' and ${overtakesSql(s)})
      or ($7 = 'reset' and exists (select ${earlierElsewhereSql(`${s}.dead_letter`, LETTER)}))),
  behind as (
    select e.*, 'parked' from e where $7 <> 'shadow' and event_id not in (select event_id from lying)
      and (exists (select from lying l where l.kind = 'parked' and l.key = e.key and l.nth < e.nth) or e.key in (${leftSql(s)}))
      and ($7 = 'live' or not exists (select from ${s}.inbox i where i.consumer = $1 and i.run_id = $8 and i.event_id = e.event_id
        and i.event_day = e.event_day))),
  held as (select * from lying union all select * from behind),
  noted as (
    insert into ${s}.replay_exception (run_id, event_id, key, type, kind, code)
    select $2, event_id, key, type, kind, upper(kind) from held on conflict do nothing),
  fresh as (${markSql(s, '$14::uuid', 'e where event_id not in (select event_id from held)')} returning event_id),
  live as (${markSql(s, '$8', "e where $7 = 'reset' and event_id not in (select event_id from held)")}),
  moved as (
    update ${s}.replay_cursor set positions = $9, step = step + 1, suppressed = suppressed + $10,
      skipped = skipped + $11 + (select count(*) from held), delivered = delivered + (select count(*) from fresh)
    where run_id = $2 and partition = $12 and step = $13 returning step)
  select coalesce((select array_agg(event_id::text) from fresh), '{}') as fresh, (select step from moved) as step`;

/** What {@link admitSql} would leave alone, of one event. */
export const leftAloneSql = (s: string) => `
  with e as (select $4::text as key, $6::text as source, $7::text as aggregate, $8::int as version)
  select 1 from ${s}.inbox where consumer = $1 and run_id = $5 and event_id = $3
  union all select 1 from ${s}.dead_letter where consumer = $1 and event_id = $3 and state = 'discarded'
  union all select 1 from ${s}.parked_key where consumer = $1 and key = $4
  union all select 1 from e where key in (${leftSql(s)}) or (${overtakesSql(s)})`;
