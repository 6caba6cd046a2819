import { keepAnswers } from '../people/index-entries';
import { ListedThings, aList, aPerson, caller } from './listed-things.fixture';
import { rowsOf, type PeopleList } from './people-list';

jest.setTimeout(120_000);

let things: ListedThings;
beforeAll(async () => {
  things = await ListedThings.start();
});
afterAll(() => things?.close());

describe('of 100,000 rows', () => {
  const statements: string[] = [];
  beforeAll(async () => {
    await things.fresh({});
    await things.db.query(
      `insert into thing select n, 'X' || (100000 + n / 2), (n / 24) % 12 from generate_series(1, 100000) n`,
    );
    for (let n = 100_000; n <= 150_000; n += 1)
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
    ...{ rows: rows.length, total, queries: statements.length, calls: things.gateway.calls.length },
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
    const { sql, values } = rowsOf(aList({ page: { number: 1, size: 10 } }), things.clock.now());
    const [plan] = await things.db.query<object[]>(`explain (format json) ${sql}`, [...values]);
    expect(JSON.stringify(plan)).toContain('thing_region');
  });
});
