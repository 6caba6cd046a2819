import type { EntityManager } from 'typeorm';
import type { Person } from '../people';
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

/** What an entry is sorted by after this answer. Null unless nDelius says that it bars nobody from the person. */
export const sortNameAfter = (person: Person): string | null =>
  person.type === 'FullPerson' && person.isRestricted === false ? sortNameOf(person.name) : null;

const searchTextAfter = (person: Person): string | null =>
  person.type === 'FullPerson' && person.isRestricted === false ? searchTextOf(person.name) : null;

/**
 * Writes what answers show into the entries there are, in one order, and makes none. An answer that was asked for before the entry's
 * changes nothing. `askedAt` is the time before the question was sent.
 */
export const keepAnswers = async (db: Query, answers: ReadonlyMap<string, Person>, askedAt: Date): Promise<void> => {
  if (answers.size === 0) return;
  await db.query(
    `with answer as (
       select * from unnest($1::text[], $2::text[], $3::text[]) as a (person_key, sort_name, search_text)
     ), changed as (
       select i.person_key from person_index i join answer a using (person_key)
        where i.checked_at is null or (i.checked_at <= $4 and
          (i.checked_at < $5 or i.sort_name is distinct from a.sort_name))
        order by i.person_key for no key update of i
     )
     update person_index i
        set is_limited = a.sort_name is null, sort_name = a.sort_name, search_text = a.search_text, checked_at = $4
       from answer a join changed c using (person_key) where i.person_key = a.person_key`,
    [
      [...answers.keys()],
      [...answers.values()].map(sortNameAfter),
      [...answers.values()].map(searchTextAfter),
      askedAt,
      new Date(askedAt.getTime() - NOTED_EVERY_MS),
    ],
  );
};
