import type { ModuleRef } from '@nestjs/core';
import { isFoundIn } from '@throughcare/base/folding';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { Reaches } from '../access';
import type { Principal } from '../auth';
import { sqlMigration } from '../database';
import { PeopleClient, type FullPerson } from '../people';
import { personIndex } from '../people/index-table';
import { keepAnswers } from '../people/index-entries';
import { isFoundSql, patternsOf, searchTextOf } from '../people/index-terms.rules';
import { StandInGateway, TestClock, testDatabase, type TestDatabase } from '../testing';
import { PeopleIndex } from './people-index';
import { rowsOf, type PeopleList } from './people-list';

jest.setTimeout(120_000);

const Things = sqlMigration(
  'Things1767030000000',
  `create table thing (id int primary key, crn text not null, region int not null);
   insert into thing values (1, 'X000001', 7)`,
  personIndex('listed', { table: 'thing', key: 'crn' }),
);
const caller = { username: 'CAST_01', token: 't' } as Principal;
const aPerson = (crn: string, name: string, isRestricted = false): FullPerson => ({
  ...{ type: 'FullPerson', crn, name, dateOfBirth: '1990-01-31', sex: 'Male', status: 'InCommunity' },
  isRestricted,
});
const aList = (over: Partial<PeopleList> = {}): PeopleList => ({
  ...{ from: 'thing t', where: 't.region = $1', person: 't.crn', columns: 't.id, t.crn', values: [7] },
  ...{ order: [{ byName: 'asc' }, 't.id'] },
  ...over,
});

let database: TestDatabase;
let db: DataSource;
let gateway: StandInGateway;
let people: PeopleIndex;
let clock: TestClock;
beforeAll(async () => {
  database = await testDatabase({ schema: 'listed', migrations: [Things] });
  const extra = { options: '-c search_path=listed' };
  db = await new DataSource({ type: 'postgres', url: database.url, extra }).initialize();
  gateway = await StandInGateway.start();
  const client = new PeopleClient({ GATEWAY_URL: gateway.url });
  people = new PeopleIndex(db, new Reaches({ get: () => client } as unknown as ModuleRef));
  clock = TestClock.at('2026-03-02T12:00:00Z');
});
afterAll(async () => {
  clock?.release();
  await db?.destroy();
  await Promise.all([database?.drop(), gateway?.close()]);
});
beforeEach(() => {
  gateway.calls.length = 0;
  gateway.failWith = undefined;
});

const fresh = async (names: Readonly<Record<string, string | FullPerson | undefined>>) => {
  await db.query('truncate thing, person_index');
  gateway.people.clear();
  for (const [at, [crn, given]] of Object.entries(names).entries()) {
    const person = typeof given === 'string' ? aPerson(crn, given) : given;
    gateway.people.set(crn, person ?? { type: 'RestrictedPerson', crn });
    await db.query('insert into thing values ($1, $2, 7)', [at, crn]);
  }
};
const bar = (crn: string) => gateway.people.set(crn, { type: 'RestrictedPerson', crn });
const shown = async (over: Partial<PeopleList> = {}) => {
  const { rows, total } = await people.page<{ id: number; crn: string }>(aList(over), caller);
  return { crns: rows.map(({ row }) => row.crn), total };
};
const entries = () => db.query<Record<string, unknown>[]>('select * from person_index order by person_key');

describe('the index of people', () => {
  it('has an entry for everybody whom a row is about, and for nobody else', async () => {
    const keys = async () => (await entries()).map((entry) => entry['person_key']);
    expect(await keys()).toEqual(['X000001']); // of a row from before the migration
    await db.query(`insert into thing values (2, 'X000001', 7), (3, 'X000003', 7)`);
    await db.query(`update thing set crn = 'X000004' where id = 3`);
    expect(await keys()).toEqual(['X000001', 'X000004']);
    await db.query('delete from thing where id = 1');
    expect(await keys()).toEqual(['X000001', 'X000004']);
    await db.query('delete from thing');
    expect(await keys()).toEqual([]);
  });

  it('has no entry left when two delete the last rows about a person at once', async () => {
    await fresh({ A: 'Ada Byron' });
    await db.query(`insert into thing values (99, 'A', 7)`);
    const [one, other] = [db.createQueryRunner(), db.createQueryRunner()];
    for (const each of [one, other]) await each.startTransaction();
    await one.query('delete from thing where id = 0');
    const waiting = other.query('delete from thing where id = 99');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await one.commitTransaction();
    await waiting;
    await other.commitTransaction();
    for (const each of [one, other]) await each.release();
    expect(await entries()).toEqual([]);
  });

  it('keeps no name of a person with limits, whoever looks, and refuses one', async () => {
    await fresh({ A: aPerson('A', 'Secret Name', true), B: undefined, C: 'Ada Byron' });
    await shown();
    expect(await entries()).toMatchObject([
      { is_limited: true, sort_name: null, search_text: null, checked_at: clock.now() },
      { is_limited: true, sort_name: null, search_text: null },
      { is_limited: false, sort_name: 'ada byron\u0001Ada Byron', search_text: 'ada byron|adabyron|byron' },
    ]);
    const bold = db.query(`update person_index set sort_name = 'x', search_text = 'x' where person_key = 'A'`);
    await expect(bold).rejects.toThrow('person_index_names');
  });

  it('forgets a name when limits begin, and has it when they end; what was asked before changes nothing', async () => {
    await fresh({ A: 'Ada Byron' });
    await shown();
    bar('A');
    await shown();
    expect(await entries()).toMatchObject([{ is_limited: true, sort_name: null }]);
    const before = new Date(clock.now().getTime() - 1);
    await keepAnswers(db.manager, new Map([['A', aPerson('A', 'Ada Byron')]]), before);
    expect(await entries()).toMatchObject([{ is_limited: true }]);
    gateway.people.set('A', aPerson('A', 'Ada Byron'));
    await shown();
    expect(await entries()).toMatchObject([{ is_limited: false }]);
  });

  it('searches in SQL as texts at hand are searched', async () => {
    const name = fc.oneof(
      fc.constantFrom('Zoë O’Néill-Smith', 'Ada Byron', 'Łukasz Wałęsa', 'Mary Ann de la Mare'),
      fc.string({ unit: fc.constantFrom(...'aáb’- _%|\\ß') }),
    );
    const part = fc.tuple(name, fc.nat(8), fc.nat(8)).map(([text, from, length]) => text.slice(from, from + length));
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1 }), fc.oneof(name, part), async (names, typed) => {
        const patterns = patternsOf(typed);
        const found = patterns
          ? await db.query<{ at: number }[]>(
              `select at::int from unnest($1::text[]) with ordinality t (text, at)
                where ${isFoundSql('text', '$2', '$3')} order by at`,
              [names.map(searchTextOf), patterns.words, patterns.joined],
            )
          : [];
        const expected = names.flatMap((text, at) => (isFoundIn(text, typed) ? [at + 1] : []));
        expect(found.map(({ at }) => at)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a list by name', () => {
  const names = { A: 'Zoë Q', B: 'adam q', C: undefined, D: 'Zoe Q', E: aPerson('E', 'Bea Q', true), F: 'adam q' };

  it('has the whole alphabet, page after page, and whoever has limits last by number, both ways', async () => {
    await fresh(names);
    const pages = async (byName: 'asc' | 'desc') => {
      const found = [1, 2, 3].map((number) => shown({ order: [{ byName }, 't.id'], page: { number, size: 2 } }));
      return (await Promise.all(found)).flatMap(({ crns }) => crns);
    };
    expect(await pages('asc')).toEqual(['B', 'F', 'D', 'A', 'C', 'E']);
    expect(await pages('desc')).toEqual(['A', 'D', 'B', 'F', 'C', 'E']);
    expect((await shown({ page: { number: 9, size: 2 } })).total).toBe(6);
  });

  it('finds by name whoever the caller may see, and counts no others', async () => {
    await fresh(names);
    expect(await shown({ name: 'q' })).toEqual({ crns: ['B', 'F', 'D', 'A', 'E'], total: 5 });
    expect(await shown({ name: 'bea', page: { number: 1, size: 10 } })).toEqual({ crns: ['E'], total: 1 });
    bar('E');
    expect(await shown({ name: 'bea', page: { number: 1, size: 10 } })).toEqual({ crns: [], total: 0 });
    expect(await shown({ name: '%' })).toEqual({ crns: [], total: 0 });
  });

  it('goes by the name that is shown, whatever it was before', async () => {
    await fresh({ A: 'Ada Byron', B: 'Bea Byron' });
    expect((await shown()).crns).toEqual(['A', 'B']);
    gateway.people.set('A', aPerson('A', 'Zoe Adams'));
    expect((await shown()).crns).toEqual(['B', 'A']);
    expect((await shown({ name: 'ada' })).crns).toEqual(['A']);
    expect((await shown({ name: 'byron' })).crns).toEqual(['B']);
  });

  it('does not go by a name that has limits since it was kept', async () => {
    await fresh({ A: 'Ada Byron', B: 'Bea Byron' });
    await shown();
    bar('A');
    expect((await shown({ name: 'ada', page: { number: 1, size: 10 } })).total).toBe(0);
    gateway.people.set('A', aPerson('A', 'Ada Byron'));
    await shown();
    bar('A');
    expect((await shown({ page: { number: 1, size: 1 } })).crns).toEqual(['B']);
  });

  it('does not go by what was asked more than a day ago', async () => {
    await fresh({ A: 'Ada Byron', B: 'Bea Byron', C: 'Cai Byron' });
    await shown();
    bar('A');
    clock.move({ days: 1, ms: 1 });
    expect((await shown({ page: { number: 1, size: 2 } })).crns).toEqual(['B', 'C']);
  });

  it('shows nothing while nobody can be asked', async () => {
    await fresh(names);
    await shown();
    gateway.failWith = 503;
    for (const over of [{}, { name: 'adam' }, { order: ['t.id'] }]) {
      await expect(shown(over)).rejects.toMatchObject({ kind: 'unavailable' });
    }
  });

  it('makes the same calls whether or not a person with limits has the name', async () => {
    await fresh({ A: 'Ada Byron', B: aPerson('B', 'Bea Adams', true) });
    await shown();
    const calls = async (name: string) => {
      gateway.calls.length = 0;
      await shown({ name });
      return gateway.calls.length;
    };
    expect([await calls('ada'), await calls('bea')]).toEqual([2, 2]);
    bar('B');
    expect([await calls('ada'), await calls('bea'), await calls('nobody')]).toEqual([2, 1, 1]);
    bar('B'); // what they are called now, or were, does not matter: it is nowhere
    expect(await calls('secret')).toBe(1);
  });

  it('is refused where too many people would have to be asked about first', async () => {
    await fresh({});
    await db.query(`insert into thing select n, 'X' || n, 7 from generate_series(1, 10001) n`);
    await expect(shown({ page: { number: 1, size: 10 } })).rejects.toMatchObject({ code: 'LIST_TOO_LONG' });
    expect(gateway.calls).toEqual([]);
    expect((await shown({ order: ['t.id'], page: { number: 1, size: 2 } })).total).toBe(10_001);
  });
});

it('a caller barred from a person gets the same answers to 200 searches, orders and pages, whatever the person is called', async () => {
  const syllable = fc.constantFrom('a', 'da', 'by', 'ron', 'zo', 'ne', 'ill', ' ', '-');
  const aName = fc.array(syllable, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
  const question = fc.record({
    name: fc.option(aName, { nil: undefined }),
    byName: fc.constantFrom('asc' as const, 'desc' as const),
    page: fc.option(fc.record({ number: fc.integer({ min: 1, max: 4 }), size: fc.integer({ min: 1, max: 4 }) }), {
      nil: undefined,
    }),
  });
  const [others] = fc.sample(fc.array(aName, { minLength: 9, maxLength: 9 }), { numRuns: 1, seed: 9 });
  const questions = fc.sample(question, { numRuns: 200, seed: 9 });
  const answers = async () => {
    const all = [];
    for (const { name, byName, page } of questions) {
      all.push(await people.page(aList({ name, page, order: [{ byName }, 't.id'] }), caller));
    }
    return JSON.stringify(all);
  };
  const known = Object.fromEntries((others ?? []).map((name, at) => [`X${at}`, name]));
  const seen = new Set<string>();
  for (const name of ['Ada Byron', 'zo ne-ill', 'ron', 'by']) {
    await fresh({ ...known, X4X: aPerson('X4X', name, true) });
    await shown(); // by somebody who may see them
    await shown({ name });
    bar('X4X');
    seen.add(await answers());
  }
  expect(seen.size).toBe(1);
});

describe('of 100,000 rows', () => {
  const statements: string[] = [];
  beforeAll(async () => {
    await fresh({});
    await db.query(
      `insert into thing select n, 'X' || (100000 + n / 2), (n / 24) % 12 from generate_series(1, 100000) n`,
    );
    for (let n = 100_000; n <= 150_000; n += 1)
      gateway.people.set(`X${n}`, aPerson(`X${n}`, `Name ${n}`, n % 50 === 0));
    await keepAnswers(db.manager, gateway.people, clock.now());
    await db.query('analyze');
    await db.query(`create index thing_region on thing (region)`);
  });

  const spied = async (over: Partial<PeopleList>) => {
    statements.length = gateway.calls.length = 0;
    const { query } = db;
    db.query = ((sql: string, values: unknown[]) => {
      if (sql.startsWith('select') || sql.startsWith('with people')) statements.push(sql);
      return query.call(db, sql, values);
    }) as typeof query;
    const began = performance.now();
    try {
      const page = await people.page(aList({ page: { number: 2, size: 10 }, ...over }), caller);
      return { ...page, ms: performance.now() - began };
    } finally {
      db.query = query;
    }
  };

  const asked = ({ rows, total }: Awaited<ReturnType<typeof spied>>) => ({
    ...{ rows: rows.length, total, queries: statements.length, calls: gateway.calls.length },
  });

  it('a page in another order is one query, one count and one call', async () => {
    expect(asked(await spied({ order: ['t.id'] }))).toEqual({ rows: 10, total: 8328, queries: 2, calls: 1 });
  });

  it('a page by name is the same, once it is known that every entry counts', async () => {
    const page = await spied({});
    expect(asked(page)).toEqual({ rows: 10, total: 8328, queries: 3, calls: 1 });
    expect(page.ms).toBeLessThan(2_000);
  });

  it('a page of a search asks about everybody with limits and about whom it finds in one call, and about the page', async () => {
    const page = await spied({ name: '100085', page: { number: 1, size: 10 } });
    expect(asked(page)).toEqual({ rows: 2, total: 2, queries: 3, calls: 2 });
    expect(page.ms).toBeLessThan(2_000);
  });

  it('reads the rows of the region and no others', async () => {
    const { sql, values } = rowsOf(aList({ page: { number: 1, size: 10 } }), clock.now());
    const [plan] = await db.query<object[]>(`explain (format json) ${sql}`, [...values]);
    expect(JSON.stringify(plan)).toContain('thing_region');
  });
});
