import { countsSql, sortNameSql } from '../people/index-entries';
import { isFoundSql, type Patterns } from '../people/index-terms.rules';
import type { PageAsked } from './paged';

export type Direction = 'asc' | 'desc';

/** A place in an order where names decide. */
export interface ByName {
  readonly byName: Direction;
}

/** What a list is narrowed by that may be unknown: rows left out for that are counted. */
export interface Narrowing {
  /** Of the count of what was left out. */
  readonly by: string;
  /** SQL of the row's value, 'unknown' where it is not known. Of whoever counts as limited it is taken for unknown, whoever asks. */
  readonly value: string;
  /** Those asked for. */
  readonly asked: readonly string[];
}

/** A narrowing by the sex of people, as their entries have it. */
export const bySex = (asked: readonly string[]): Narrowing => ({
  by: 'sex',
  value: `coalesce(i.sex, 'unknown')`,
  asked,
});
const goesBySex = ({ narrowings = [] }: PeopleList): boolean => narrowings.some(({ by }) => by === 'sex');

/** A list of rows that are about people, in SQL. */
export interface PeopleList {
  /** `from` without the word: tables with their joins. */
  readonly from: string;
  /** Which rows, without the word `where`. Whatever is asked for besides a name. */
  readonly where: string;
  /** The column with the person's number. */
  readonly person: string;
  readonly columns: string;
  /** Values of `$1`, `$2`, … in the texts above and in `order`. */
  readonly values: readonly unknown[];
  /** Ends with something unique, so that pages follow on from each other. */
  readonly order: readonly (string | ByName)[];
  /** Part of a name. Absent: rows about everybody. */
  readonly name?: string | undefined;
  readonly narrowings?: readonly Narrowing[] | undefined;
  /** Absent: every row. */
  readonly page?: PageAsked | undefined;
}

export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Whom a search by name finds: those whose name in the index is like this, and those of whom it is known already. */
export interface Found {
  readonly patterns: Patterns;
  readonly people: readonly string[];
}

/** Whether entries of the index decide about rows or order. */
export const goesByEntries = ({ name, order, narrowings = [] }: PeopleList): boolean =>
  name !== undefined || narrowings.length > 0 || order.some((part) => typeof part !== 'string');

/** Collects values and gives their places. */
const places = (given: readonly unknown[]) => {
  const values = [...given];
  return { values, add: (value: unknown): string => `$${values.push(value)}` };
};

type Add = (value: unknown) => string;

const fromSql = (list: PeopleList): string =>
  goesByEntries(list) ? `${list.from} left join person_index i on i.person_key = ${list.person}` : list.from;

/** A narrowing whose values have a place in a statement. */
type Placed = Narrowing & { readonly at: string };
const placedIn = ({ narrowings = [] }: PeopleList, add: Add): readonly Placed[] =>
  narrowings.map((one) => ({ ...one, at: `${add(one.asked)}::text[]` }));

/** SQL: the value of a narrowing as it counts. */
const valueSql = ({ value }: Narrowing, since: string): string =>
  `case when ${countsSql(since)} and not i.is_limited then ${value} else 'unknown' end`;

const metSql = (narrowings: readonly Placed[], since: string): string =>
  ['true', ...narrowings.map((one) => `${valueSql(one, since)} = any(${one.at})`)].join(' and ');

/** SQL of how many rows each narrowing leaves out for what is not known, and no other does. */
const leftOutSql = (narrowings: readonly Placed[], since: string): string => {
  const counts = narrowings.map((one) => {
    const isLeftOut = `${valueSql(one, since)} = 'unknown' and not 'unknown' = any(${one.at})`;
    const others = narrowings.filter((other) => other !== one);
    return `'${one.by}', count(*) filter (where ${isLeftOut} and ${metSql(others, since)})::int`;
  });
  return `jsonb_build_object(${counts.join(', ')})`;
};

const whereSql = (list: PeopleList, since: string, add: Add, found?: Found): string => {
  if (!found) return list.where;
  const like = isFoundSql('i.search_text', add(found.patterns.words), add(found.patterns.joined));
  return `${list.where} and ((${sortNameSql(since)} is not null and ${like}) or ${list.person} = any(${add(found.people)}))`;
};

/** Whoever counts as limited comes last, both ways, by number. */
const orderSql = (list: PeopleList, since: string): string =>
  list.order
    .map((part) => {
      if (typeof part === 'string') return part;
      const name = sortNameSql(since);
      return `${name} is null, ${name} ${part.byName}, ${list.person}`;
    })
    .join(', ');

/** The rows of the page, or all; where names decide, each with the name that decided (`indexName`), null of whoever counts as limited. */
export const rowsOf = (list: PeopleList, since: Date, found?: Found): Statement => {
  const { values, add } = places(list.values);
  const from = goesByEntries(list) ? add(since) : '';
  const name = goesByEntries(list) ? `, ${sortNameSql(from)} as "indexName", i.sex as "indexSex"` : '';
  const where = `${whereSql(list, from, add, found)} and ${metSql(placedIn(list, add), from)}`;
  const { page } = list;
  const cut = page ? ` limit ${add(page.size)} offset ${add((page.number - 1) * page.size)}` : '';
  const sql = `select ${list.columns}${name} from ${fromSql(list)} where ${where} order by ${orderSql(list, from)}${cut}`;
  return { sql, values };
};

/** SQL: the entry says what the list goes by. */
const saysEnough = (list: PeopleList, since: string): string =>
  goesBySex(list) ? `(${countsSql(since)} and i.sex is not null)` : countsSql(since);

/** How many rows there are on all pages, how many were left out, and where entries decide, of how many the entry does not count (`unsure`). */
export const countOf = (list: PeopleList, since: Date, found?: Found): Statement => {
  const { values, add } = places(list.values);
  const from = goesByEntries(list) ? add(since) : '';
  const unsure = goesByEntries(list) && !found ? `count(*) filter (where not ${saysEnough(list, from)})::int` : '0';
  const where = whereSql(list, from, add, found);
  const narrowings = placedIn(list, add);
  const sql = `select count(*) filter (where ${metSql(narrowings, from)})::int as total, ${unsure} as unsure,
     ${leftOutSql(narrowings, from)} as "leftOut" from ${fromSql(list)} where ${where}`;
  return { sql, values };
};

/**
 * Whom to ask about before names decide: `must` where the entry does not count, and in a search also whoever is limited; then people whose
 * name in the index is found.
 */
export const peopleToAsk = (list: PeopleList, since: Date, most: number, patterns?: Patterns): Statement => {
  const { values, add } = places(list.values);
  const counts = saysEnough(list, add(since));
  const must = patterns ? `(i.is_limited or not ${counts})` : `not ${counts}`;
  const like = patterns ? isFoundSql('i.search_text', add(patterns.words), add(patterns.joined)) : 'false';
  const sql = `with people as (select distinct ${list.person} as person_key from ${list.from} where ${list.where})
     select person_key as "key", ${must} as "must" from people left join person_index i using (person_key)
      where ${must} or ${like} order by 2 desc, 1 limit ${add(most)}`;
  return { sql, values };
};
