import type { EntityManager } from 'typeorm';
import type { Person } from '.';
import { searchTextOf, sortNameOf } from './index-terms.rules';

type Query = Pick<EntityManager, 'query'>;

/** For so long an entry counts without being asked about again. */
export const COUNTS_FOR_MS = 24 * 3_600_000;
/** An answer that says what is known already is written down once in so long. */
const NOTED_EVERY_MS = 3_600_000;

/** SQL: the entry `i` counts, since it was asked about after `since`. */
export const countsSql = (since: string): string => `coalesce(i.checked_at >= ${since}, false)`;

/** SQL: the name of the entry `i`, null of whoever counts as limited. */
export const sortNameSql = (since: string): string => `case when ${countsSql(since)} then i.sort_name end`;

export type Sex = 'female' | 'male' | 'unknown';

/** What an entry says of a person. */
export interface Kept {
  /** Null of whoever has limits, or is not known. */
  readonly name: string | null;
  readonly sex: Sex;
}

const LIMITED: Kept = { name: null, sex: 'unknown' };
const SEXES: Readonly<Record<string, Sex>> = { female: 'female', male: 'male' };

export const keptOf = (name: string | null | undefined, sex: string | null | undefined): Kept =>
  name == null ? LIMITED : { name, sex: SEXES[(sex ?? '').trim().toLowerCase()] ?? 'unknown' };

/** Nothing unless nDelius says that it bars nobody from the person. */
const keptAfter = (person: Person): Kept =>
  person.type === 'FullPerson' && person.isRestricted === false ? keptOf(person.name, person.sex) : LIMITED;

/** What an entry is sorted by after this answer. */
export const sortNameAfter = (person: Person): string | null => {
  const { name } = keptAfter(person);
  return name === null ? null : sortNameOf(name);
};

export const sexAfter = (person: Person): Sex => keptAfter(person).sex;

/**
 * Writes what answers show into the entries there are, in one order, and makes none. An answer that was asked for before the entry's, or
 * before its person's details changed, changes nothing. `askedAt` is the time before the question was sent.
 */
export const keepAnswers = (db: Query, answers: ReadonlyMap<string, Person>, askedAt: Date): Promise<void> =>
  keepEntries(db, new Map([...answers].map(([key, person]) => [key, keptAfter(person)])), askedAt);

/** {@link keepAnswers} of what was said for an index. */
export const keepEntries = async (db: Query, entries: ReadonlyMap<string, Kept>, askedAt: Date): Promise<void> => {
  if (entries.size === 0) return;
  const kept = [...entries.values()];
  await db.query(
    `with answer as (
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as a (person_key, sort_name, search_text, sex)
     ), changed as (
       select i.person_key from person_index i join answer a using (person_key)
        where (i.wanted_at is null or i.wanted_at <= $5) and (i.checked_at is null or (i.checked_at <= $5 and
          (i.checked_at < $6 or i.sort_name is distinct from a.sort_name or i.sex is distinct from a.sex)))
        order by i.person_key for no key update of i
     )
     update person_index i set is_limited = a.sort_name is null, sort_name = a.sort_name, search_text = a.search_text, sex = a.sex,
            checked_at = $5
       from answer a join changed c using (person_key) where i.person_key = a.person_key`,
    [
      [...entries.keys()],
      kept.map(({ name }) => (name === null ? null : sortNameOf(name))),
      kept.map(({ name }) => (name === null ? null : searchTextOf(name))),
      kept.map(({ sex }) => sex),
      askedAt,
      new Date(askedAt.getTime() - NOTED_EVERY_MS),
    ],
  );
};

/** From now on the entries of these people count no longer, and no answer that was asked for before does. */
export const wantAgain = async (db: Query, keys: readonly string[], now: Date): Promise<void> => {
  await db.query(
    `update person_index i set checked_at = null, wanted_at = $2
       from (select person_key from person_index where person_key = any($1) order by person_key for update) c
      where i.person_key = c.person_key`,
    [keys, now],
  );
};

/** Who has not been asked about since then, first whoever never was; and who has not been asked about for their sex. */
export const toAskAbout = async (db: Query, since: Date, most: number): Promise<string[]> => {
  const rows = await db.query<{ key: string }[]>(
    `with oldest as (select person_key, checked_at from person_index order by checked_at nulls first, person_key limit $2),
          without as (select person_key from person_index where sex is null order by person_key limit $2)
     select person_key as "key" from oldest where checked_at is null or checked_at < $1
      union select person_key from without order by 1 limit $2`,
    [since, most],
  );
  return rows.map(({ key }) => key);
};
