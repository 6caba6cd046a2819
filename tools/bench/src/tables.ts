import { type ScratchDatabase, scratchDatabase } from '@throughcare/messaging/proof';
import { statement } from '@throughcare/messaging/bench';

export const KEYS = 1_000;

/** An aggregate at the producer; at the consumer a projection, and what arrived in order. */
const tables = `
  create table booking.thing (key text primary key, version int not null) with (fillfactor = 50);
  insert into booking.thing select 'X' || n, 0 from generate_series(1, ${KEYS}) n;
  create table assessment.projection (key text primary key, version int not null) with (fillfactor = 50);
  create table assessment.effect (n bigint generated always as identity, key text not null, version int not null);`;

export const benchDatabase = (serverUrl: string): Promise<ScratchDatabase> =>
  scratchDatabase(['booking', 'assessment'], serverUrl, tables);

/** The business change, the same for us and for the native twin. */
export const CHANGE = statement(
  'change',
  'booking',
  'update booking.thing set version = version + 1 where key = $1 returning version',
);

/** The consumer's effect for a batch: keys, versions, and the newest version of each key. */
export const EFFECT = statement(
  'effect',
  'assessment',
  `
  with arrived as (
    insert into assessment.effect (key, version) select * from unnest($1::text[], $2::int[]) returning key, version)
  insert into assessment.projection as p (key, version) select key, max(version) from arrived group by key
  on conflict (key) do update set version = excluded.version where p.version < excluded.version`,
);

export interface Verdict {
  readonly lost: number;
  readonly inverted: number;
  readonly doubled: number;
}

export const judge = async (db: ScratchDatabase): Promise<Verdict> => {
  const [row] = await db.query(`
    with first as (select key, version, min(n) as n, count(*) as copies from assessment.effect group by key, version),
    ordered as (
      select version, max(version) over (
        partition by key order by n rows between unbounded preceding and 1 preceding) as before from first)
    select
      (select sum(version) from booking.thing)::int - (select count(*) from first)::int as lost,
      (select count(*) from ordered where version < before)::int as inverted,
      (select coalesce(sum(copies - 1), 0) from first)::int as doubled`);
  return row as unknown as Verdict;
};
