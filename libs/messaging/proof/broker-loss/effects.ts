import type { ScratchDatabase } from '../harness/scratch-database';

/** What a consumer of the broker-loss proof writes down: one row per effect, numbered as they happened. */
export const EFFECTS = `
  create table assessment.effect (
    n bigint generated always as identity, event_id uuid not null, key text not null, version int not null
  );`;

/** The event log is what the producing service holds for published, so it is what must have had its effect. */
const VERDICT = `
  select
    (select count(*)::int from booking.event_log) as sent,
    (select count(*)::int from booking.event_log l
       where not exists (select from assessment.effect e where e.event_id = l.event_id)) as lost,
    (select count(*)::int from (
       select version, max(version) over (partition by key order by n rows between unbounded preceding and 1 preceding) as before
       from assessment.effect) e where e.version < e.before) as inverted,
    (select (count(*) - count(distinct event_id))::int from assessment.effect) as doubled,
    (select count(*)::int from assessment.dead_letter) as parked`;

export interface LossVerdict {
  /** Events that the producing service holds for published. */
  readonly sent: number;
  /** Of these, the ones without an effect. */
  readonly lost: number;
  /** Effects after one of a later version of the same key. */
  readonly inverted: number;
  /** Effects beyond the first of an event. */
  readonly doubled: number;
  /** Dead letters: events without an effect, but not forgotten. None is expected. */
  readonly parked: number;
}

/** Judges by the rows that consumer and producer left in their databases. */
export const judge = async (db: ScratchDatabase): Promise<LossVerdict> => {
  const [verdict] = await db.query(VERDICT);
  return verdict as unknown as LossVerdict;
};

export const countEffects = async (db: ScratchDatabase): Promise<number> => {
  const [row] = await db.query('select count(*)::int as n from assessment.effect');
  return Number(row?.['n']);
};
