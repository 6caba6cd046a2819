import { countsSql, sortNameSql } from '../people/index-entries';
import { isFoundSql, type Patterns } from '../people/index-terms.rules';
import type { PageAsked } from './paged';

export type Direction = 'asc' | 'desc';

/** A place in an order where names decide. */
export interface ByName {
  readonly byName: Direction;
}

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

/** Whether names decide about rows or order. */
export const goesByName = ({ name, order }: PeopleList): boolean =>
  name !== undefined || order.some((part) => typeof part !== 'string');

/** Collects values and gives their places. */
const places = (given: readonly unknown[]) => {
  const values = [...given];
  return { values, add: (value: unknown): string => `$${values.push(value)}` };
};

type Add = (value: unknown) => string;

const fromSql = (list: PeopleList): string =>
  goesByName(list) ? `${list.from} left join person_index i on i.person_key = ${list.person}` : list.from;

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
  const from = goesByName(list) ? add(since) : '';
  const name = goesByName(list) ? `, ${sortNameSql(from)} as "indexName"` : '';
  const where = whereSql(list, from, add, found);
  const { page } = list;
  const cut = page ? ` limit ${add(page.size)} offset ${add((page.number - 1) * page.size)}` : '';
  const sql = `select ${list.columns}${name} from ${fromSql(list)} where ${where} order by ${orderSql(list, from)}${cut}`;
  return { sql, values };
};

/** How many rows there are on all pages, and where names decide the order, of how many the entry does not count (`unsure`). */
export const countOf = (list: PeopleList, since: Date, found?: Found): Statement => {
  const { values, add } = places(list.values);
  const from = goesByName(list) ? add(since) : '';
  const unsure = goesByName(list) && !found ? `count(*) filter (where not ${countsSql(from)})::int` : '0';
  const where = whereSql(list, from, add, found);
  return { sql: `select count(*)::int as total, ${unsure} as unsure from ${fromSql(list)} where ${where}`, values };
};

/**
 * Whom to ask about before names decide: `must` where the entry does not count, and in a search also whoever is limited; then people whose
 * name in the index is found.
 */
export const peopleToAsk = (list: PeopleList, since: Date, most: number, patterns?: Patterns): Statement => {
  const { values, add } = places(list.values);
  const counts = countsSql(add(since));
  const must = patterns ? `(i.is_limited or not ${counts})` : `not ${counts}`;
  const like = patterns ? isFoundSql('i.search_text', add(patterns.words), add(patterns.joined)) : 'false';
  const sql = `with people as (select distinct ${list.person} as person_key from ${list.from} where ${list.where})
     select person_key as "key", ${must} as "must" from people left join person_index i using (person_key)
      where ${must} or ${like} order by 2 desc, 1 limit ${add(most)}`;
  return { sql, values };
};
