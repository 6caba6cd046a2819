import type { ScratchDatabase } from '../harness/scratch-database';
import { scratchDatabase } from '../harness/scratch-database';

/** Aggregates at the producer, what the consumer made of them, and a table that has nothing to do with it. */
const tables = `
  create table booking.thing (key text primary key, version int not null);
  create table booking.elsewhere (id bigint generated always as identity primary key, writer int not null);
  create table booking.effect (n bigint generated always as identity primary key, key text not null, version int not null);
  create table assessment.effect (n bigint generated always as identity primary key, key text not null, version int not null);
  create table assessment.mirror (key text primary key, version int not null);`;

export const stressDatabase = (serverUrl?: string): Promise<ScratchDatabase> =>
  scratchDatabase(['booking', 'assessment'], serverUrl, tables);

/** What a run found. All but `events` must be 0. */
export interface Findings {
  readonly events: number;
  readonly lost: number;
  readonly inverted: number;
  readonly doubled: number;
}

export const nothing: Findings = { events: 0, lost: 0, inverted: 0, doubled: 0 };

export const add = (a: Findings, b: Findings): Findings => ({
  events: a.events + b.events,
  lost: a.lost + b.lost,
  inverted: a.inverted + b.inverted,
  doubled: a.doubled + b.doubled,
});

/**
 * Compares what should have happened (`expected`: key, version) with what did, in order (`seen`: n, key, version).
 * Copies count as doubled and not as inverted: order is judged by first copies.
 */
const judgement = (expected: string, seen: string) => `
  with seen as materialized (${seen}),
  first as (select key, version, min(n) as n, count(*) as copies from seen group by key, version),
  ordered as (
    select version, max(version) over (
      partition by key order by n rows between unbounded preceding and 1 preceding) as highest_before
    from first)
  select
    (select coalesce(sum(version), 0) from (${expected}) e)::int as events,
    (select count(*) from (${expected}) e cross join generate_series(1, e.version) as wanted
      where not exists (select from first f where f.key = e.key and f.version = wanted))::int as lost,
    (select count(*) from ordered where version < highest_before)::int as inverted,
    (select coalesce(sum(copies - 1), 0) from first)::int as doubled`;

const judge = async (db: ScratchDatabase, expected: string, seen: string): Promise<Findings> => {
  const [row] = await db.query(judgement(expected, seen));
  return row as unknown as Findings;
};

/** Both hops: booking's events at assessment, and what assessment published because of them at booking. */
export const judgeEffects = async (db: ScratchDatabase): Promise<Findings> =>
  add(
    await judge(db, 'select key, version from booking.thing', 'select n, key, version from assessment.effect'),
    await judge(db, 'select key, version from assessment.mirror', 'select n, key, version from booking.effect'),
  );

/** The published log alone, as any consumer would read it: for variants of the relay. */
export const judgeLog = (db: ScratchDatabase): Promise<Findings> =>
  judge(db, 'select key, version from booking.thing', 'select "offset" as n, key, version from booking.event_log');
