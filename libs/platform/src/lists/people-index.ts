import { Inject, Injectable } from '@nestjs/common';
import { isFoundIn } from '@throughcare/base/folding';
import { clock } from '@throughcare/base/clock';
import { codeOf } from '@throughcare/base/error-facts';
import { invalid, unavailable } from '@throughcare/base/errors';
import { DataSource } from 'typeorm';
import { Reaches, type Shown } from '../access';
import type { Principal } from '../auth';
import { logger } from '../logging';
import { unknownPerson, type Person } from '../people';
import { COUNTS_FOR_MS, keepAnswers, sexAfter, sortNameAfter } from '../people/index-entries';
import { patternsOf, type Patterns } from '../people/index-terms.rules';
import { countOf, goesByEntries, peopleToAsk, rowsOf } from './people-list';
import type { Found, PeopleList, Statement } from './people-list';

const log = logger('people-index');

/** What one call of the gateway takes. */
const PER_CALL = 500;
/** More people are not asked about for one answer: twenty calls. */
const MOST_ASKED = 10_000;
/** Each further one finds that somebody has got another name or limits since they were asked about. */
const ROUNDS = 5;

export interface PageOf<Row> {
  readonly rows: readonly Shown<Row>[];
  /** On all pages. */
  readonly total: number;
  /** How many rows each narrowing left out because it is not known whether they meet it. */
  readonly leftOut: Readonly<Record<string, number>>;
}

type Answers = Map<string, Person>;

interface Counted {
  readonly total: number;
  readonly leftOut: Readonly<Record<string, number>>;
  /** Rows about people whose entry does not count; 0 where names do not decide. */
  readonly unsure: number;
}

interface Named {
  readonly crn: string;
  readonly indexName?: string | null;
  readonly indexSex?: string | null;
}

/**
 * Lists of rows about people, searched and sorted by name in SQL where the rows are, by `person_index` of the service (`personIndex` in a
 * migration). It has names only of people from whom nDelius bars nobody; everybody else, and whoever was not asked about within a day, counts
 * as limited: last by name, by number, and found by name only by callers who see the person at that moment.
 */
@Injectable()
export class PeopleIndex {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(Reaches) private readonly reaches: Reaches,
  ) {}

  /**
   * The rows of the page, each with its person as the caller may see them, and how many rows there are. `invalid` LIST_TOO_LONG: more than
   * 10,000 people would have to be asked about first. Where nobody can be asked, `unavailable`, and nothing is shown.
   */
  async page<Row extends { readonly crn: string }>(list: PeopleList, caller: Principal): Promise<PageOf<Row>> {
    const known: Answers = new Map();
    for (let round = 0; round < ROUNDS; round += 1) {
      const since = new Date(clock.now().getTime() - COUNTS_FOR_MS);
      const isNarrowed = (list.narrowings ?? []).length > 0;
      const isCounted = list.page !== undefined || isNarrowed;
      const counted = isCounted && list.name === undefined ? await this.count(countOf(list, since)) : undefined;
      const found = counted?.unsure === 0 ? undefined : await this.settle(list, since, caller, known);
      if (found === 'nobody') return this.nothing(caller);
      const rows = await this.query<Row & Named>(rowsOf(list, since, found));
      const shown = await this.show(caller, rows, known, goesByEntries(list));
      if (goesByEntries(list) && shown.some(isOtherwise)) continue;
      // Who was asked about since may be met now, or not; a name alone moves rows, and no count.
      const isRight = counted !== undefined && (counted.unsure === 0 || !isNarrowed);
      const { total, leftOut } = isRight ? counted : await this.countAfter(list, since, found, rows.length, isCounted);
      return { rows: shown.map(({ row, person }) => ({ row: withoutEntry<Row>(row), person })), total, leftOut };
    }
    throw unavailable('NAMES_ARE_CHANGING');
  }

  private async nothing<Row>(caller: Principal): Promise<PageOf<Row>> {
    return {
      rows: await this.reaches.people<Row & { crn: string }>(caller, [], ({ crn }) => crn),
      total: 0,
      leftOut: {},
    };
  }

  private countAfter(list: PeopleList, since: Date, found: Found | undefined, shown: number, isCounted: boolean) {
    return isCounted ? this.count(countOf(list, since, found)) : { total: shown, leftOut: {} };
  }

  /** Brings the entries up to date by which names decide. Whom a search finds besides those whom SQL finds. */
  private async settle(
    list: PeopleList,
    since: Date,
    caller: Principal,
    known: Answers,
  ): Promise<Found | 'nobody' | undefined> {
    if (!goesByEntries(list)) return undefined;
    const { name } = list;
    const patterns = name === undefined ? undefined : patternsOf(name);
    if (name !== undefined && !patterns) return 'nobody';
    const people = await this.askFirst(list, since, caller, patterns);
    for (const { row, person } of people) known.set(row, person);
    if (name === undefined || !patterns) return undefined;
    const found = people.filter(({ person }) => person.type === 'FullPerson' && isFoundIn(person.name, name));
    return { patterns, people: found.map(({ row }) => row) };
  }

  /** As many calls whoever is found: what is free in the last one goes to people whose name in the index is found. */
  private async askFirst(list: PeopleList, since: Date, caller: Principal, patterns?: Patterns) {
    const people = await this.query<{ key: string; must: boolean }>(peopleToAsk(list, since, MOST_ASKED + 1, patterns));
    const must = people.filter((one) => one.must).length;
    // A search has room left in its last call, or those whose name is found would not be asked about.
    const calls = patterns ? Math.floor(must / PER_CALL) + 1 : Math.ceil(must / PER_CALL);
    const keys = people.slice(0, Math.min(calls * PER_CALL, MOST_ASKED)).map(({ key }) => key);
    const shown: Shown<string>[] = [];
    // Call by call, so that a request that ends too early has not asked in vain.
    for (let at = 0; at < keys.length; at += PER_CALL) {
      shown.push(...(await this.ask(caller, keys.slice(at, at + PER_CALL), (key) => key)));
    }
    // What was answered is kept, so that the next request has fewer to ask about.
    if (must > MOST_ASKED) throw tooLong();
    return shown;
  }

  /** The rows with their people: nobody is asked about twice for one answer. */
  private async show<Row extends Named>(caller: Principal, rows: readonly Row[], known: Answers, mustKeep: boolean) {
    const missing = rows.filter(({ crn }) => !known.has(crn));
    for (const { row, person } of await this.ask(caller, missing, ({ crn }) => crn, mustKeep))
      known.set(row.crn, person);
    return rows.map((row) => ({ row, person: known.get(row.crn) ?? unknownPerson(row.crn) }));
  }

  /** Asks about the people of these rows, and writes down what the answer shows: where names decide it must, elsewhere it may fail. */
  private async ask<Row>(caller: Principal, rows: readonly Row[], keyOf: (row: Row) => string, mustKeep = true) {
    const askedAt = clock.now();
    const shown = await this.reaches.people(caller, rows, keyOf);
    const answers = new Map(shown.map(({ row, person }) => [keyOf(row), person]));
    try {
      await keepAnswers(this.db.manager, answers, askedAt);
    } catch (error) {
      if (mustKeep) throw error;
      log.warn({ code: codeOf(error) }, 'index of names not brought up to date');
    }
    return shown;
  }

  private query<Row>({ sql, values }: Statement): Promise<Row[]> {
    return this.db.query<Row[]>(sql, [...values]);
  }

  private async count(statement: Statement): Promise<Counted> {
    const [row] = await this.query<Counted>(statement);
    return row ?? { total: 0, unsure: 0, leftOut: {} };
  }
}

/** The person is called, or is, something else than the rows went by. */
const isOtherwise = ({ row, person }: Shown<Named>): boolean =>
  row.indexName !== sortNameAfter(person) || (row.indexSex ?? sexAfter(person)) !== sexAfter(person);

const withoutEntry = <Row>(row: Row & Named): Row => {
  const { indexName: _, indexSex: _s, ...rest } = row;
  return rest as unknown as Row;
};

const tooLong = () =>
  invalid('LIST_TOO_LONG', {
    detail: 'There are too many people to sort or search by name. Choose a status, or search for a CRN',
  });
