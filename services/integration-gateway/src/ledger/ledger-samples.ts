import type { Sample } from '@throughcare/messaging/telemetry/registry';
import type { DataSource } from 'typeorm';

interface Row {
  readonly target: string;
  readonly state: string;
  readonly count: number;
  readonly age: number;
}

/**
 * What waits, is parked or could not be confirmed, by target, and how old the oldest of it is; `untaken` was published, and neither
 * its detail was read nor that of the older or newer type beside it: the other side may have put it among its dead letters. What is
 * done is not counted.
 */
export const ledgerSamples = async (db: DataSource): Promise<readonly Sample[]> => {
  const rows = await db.query<Row[]>(
    `select target, state, count(*)::int as count,
       extract(epoch from clock_timestamp() - min(created_at))::float8 as age
     from sync_operation where state in ('ready', 'claimed', 'parked', 'unconfirmed') group by target, state
     union all
     select target, 'untaken', count(*)::int, extract(epoch from clock_timestamp() - min(published_at))::float8
     from sync_operation o where state = 'published' and taken_at is null and not exists (select from sync_operation t
       where t.taken_at is not null and t.target = o.target and (t.event_id = o.beside or t.beside = o.event_id)) group by target`,
  );
  return rows.flatMap(({ target, state, count, age }) => [
    { name: 'throughcare_sync_operations' as const, value: count, labels: { target, state } },
    { name: 'throughcare_sync_oldest_seconds' as const, value: age, labels: { target, state } },
  ]);
};
