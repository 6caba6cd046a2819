import { keepAnswers } from '../people/index-entries';
import { ListedThings, aList, aPerson, caller } from './listed-things.fixture';
import { rowsOf, type PeopleList } from './people-list';

jest.setTimeout(120_000);

let things: ListedThings;
beforeAll(async () => {
  things = await ListedThings.start();
});
afterAll(() => things?.close());

describe('of 250,000 rows', () => {
  const TOTAL = 20_832;
  const statements: string[] = [];
  beforeAll(async () => {
    await things.fresh({});
    await things.db.query('alter table thing disable trigger index_person');
    await things.db.query(
      `insert into thing select n, 'X' || (100000 + n / 2), (n / 24) % 12 from generate_series(1, 250000) n`,
    );
    await things.db.query('insert into person_index (person_key) select distinct crn from thing');
    await things.db.query('alter table thing enable trigger index_person');
    for (let n = 100_000; n <= 225_000; n += 1)
      things.gateway.people.set(`X${n}`, aPerson(`X${n}`, `Name ${n}`, n % 50 === 0));
    await keepAnswers(things.db.manager, things.gateway.people, things.clock.now());
    await things.db.query('analyze');
    await things.db.query(`create index thing_region on thing (region)`);
  });

  const spied = async (over: Partial<PeopleList>) => {
    statements.length = things.gateway.calls.length = 0;
    const { db } = things;
    const { query } = db;
    db.query = ((sql: string, values: unknown[]) => {
      if (sql.startsWith('select') || sql.startsWith('with people')) statements.push(sql);
      return query.call(db, sql, values);
    }) as typeof query;
    const began = performance.now();
    try {
      const page = await things.people.page(aList({ page: { number: 2, size: 10 }, ...over }), caller);
      return { ...page, ms: performance.now() - began };
    } finally {
      db.query = query;
    }
  };

  const asked = ({ rows, total }: Awaited<ReturnType<typeof spied>>) => ({
    rows: rows.length,
    total,
    queries: statements.length,
    calls: things.gateway.calls.length,
  });

  it('a page in another order is one query, one count and one call', async () => {
    expect(asked(await spied({ order: ['t.id'] }))).toEqual({ rows: 10, total: TOTAL, queries: 2, calls: 1 });
  });

  it('a page by name is the same while every entry counts', async () => {
    const page = await spied({});
    expect(asked(page)).toEqual({ rows: 10, total: TOTAL, queries: 2, calls: 1 });
    expect(page.ms).toBeLessThan(2_000);
  });

  it('a page of a search asks about everybody with limits and whom it finds in one call', async () => {
    const page = await spied({ name: '100085', page: { number: 1, size: 10 } });
    expect(asked(page)).toEqual({ rows: 2, total: 2, queries: 3, calls: 1 });
    expect(page.ms).toBeLessThan(2_000);
  });

  it('of thirty pages by name, and of thirty searches, the slowest takes less than two seconds', async () => {
    const slowest = async (over: (n: number) => Partial<PeopleList>) => {
      const took: number[] = [];
      for (let n = 0; n < 30; n += 1) took.push((await spied(over(n))).ms);
      return Math.max(...took);
    };
    const byName = await slowest((n) => ({ page: { number: 1 + n * 60, size: 10 } }));
    const searches = await slowest((n) => ({ name: `Name ${100_000 + n * 997}`, page: { number: 1, size: 10 } }));
    expect(byName).toBeLessThan(2_000);
    expect(searches).toBeLessThan(2_000);
  });

  it('reads the rows of the region and no others', async () => {
    const { sql, values } = rowsOf(aList({ page: { number: 1, size: 10 } }), things.clock.now());
    const [plan] = await things.db.query<object[]>(`explain (format json) ${sql}`, [...values]);
    expect(JSON.stringify(plan)).toContain('thing_region');
  });
});
