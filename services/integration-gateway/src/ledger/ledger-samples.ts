import type { Sample } from '@throughcare/base/metric-registry';
import type { DataSource } from 'typeorm';
import { heldBehind, type Hold } from './holds';

interface Row {
  readonly target: string;
  readonly state: string;
  readonly count: number;
  readonly age: number;
}

/** What is not done, or done and doubted. `held` waits for a move before it; `untaken` was published and its detail was not read. */
const COUNTED = ['ready', 'held', 'claimed', 'parked', 'unconfirmed', 'untaken', 'read-again', 'no-address'] as const;
/** Where something is told today. */
const TARGETS = ['ndelius'] as const;

const none = TARGETS.flatMap((target) => COUNTED.map((state): Row => ({ target, state, count: 0, age: 0 })));

/**
 * What waits, is parked, could not be confirmed or is doubted, by target, and how old the oldest of it is; `untaken` was published, and
 * neither its detail was read nor that of the older or newer type beside it: the other side may have put it among its dead letters.
 * What is done is not counted. Every series is there from the start as 0, so that its first rise is one.
 */
export const ledgerSamples = async (db: DataSource, hold: Hold): Promise<readonly Sample[]> => {
  const rows = await db.query<Row[]>(
    `select o.target, case when o.state = 'ready' and exists (${heldBehind('o', '$1', '$2')}) then 'held' else o.state end as state,
       count(*)::int as count, extract(epoch from clock_timestamp() - min(o.created_at))::float8 as age
     from sync_operation o where o.state in ('ready', 'claimed', 'parked', 'unconfirmed') group by 1, 2
     union all
     select target, state, count(*)::int, extract(epoch from clock_timestamp() - min(coalesce(taken_at, created_at)))::float8
     from sync_operation where state in ('read-again', 'no-address') group by target, state
     union all
     select target, 'untaken', count(*)::int, extract(epoch from clock_timestamp() - min(published_at))::float8
     from sync_operation o where state = 'published' and taken_at is null and not exists (select from sync_operation t
       where t.taken_at is not null and t.target = o.target and (t.event_id = o.beside or t.beside = o.event_id)) group by target`,
    [hold.unreadSeconds, hold.readSeconds],
  );
  const isThere = (row: Row) => rows.some(({ target, state }) => target === row.target && state === row.state);
  return [...rows, ...none.filter((row) => !isThere(row))].flatMap(({ target, state, count, age }) => [
    { name: 'throughcare_sync_operations' as const, value: count, labels: { target, state } },
    { name: 'throughcare_sync_oldest_seconds' as const, value: age, labels: { target, state } },
  ]);
};
