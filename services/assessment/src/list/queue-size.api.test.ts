import { TestClock } from '@throughcare/platform/testing';
import { DataSource } from 'typeorm';
import { AssessmentApp, LONDON, aPerson, staff } from '../testing/assessment-app';

/** Ten times a day's queue of the nation, all of it in one region: more than any region has. */
const ROWS = 50_000;
const SORTS = [
  'arrivalDate',
  'crn',
  'status',
  'createdAt',
  'probationDeliveryUnitName',
  'name',
  'releaseDate',
  'allocatedTo',
  'dueAt',
];

let app: AssessmentApp;
let clock: TestClock;
const db = () => app.test.db;

/** A machine may take longer to make so many rows than a service may take for one statement. */
const PIECE = 5_000;
const inPieces = async (work: (first: number, last: number) => Promise<unknown>) => {
  for (let first = 1; first <= ROWS; first += PIECE) await work(first, first + PIECE - 1);
};

const fill = (first: number, last: number) =>
  db().query(
    `insert into assessment (id, application_id, crn, event_key, referrer_user_id, probation_region_id, probation_delivery_unit_id,
       created_at, accommodation_required_from_date, release_date, status, sexual_risk, allocated_to_user_id, allocated_at, decided_at,
       completed_at, rejection_reason_id, is_withdrawn)
     select gen_random_uuid(), gen_random_uuid(), crn, crn, $1, $2, $3, at, (at + interval '30 days')::date, (at + interval '29 days')::date,
            status, n % 5 = 0, case when status <> 'unallocated' then $1::uuid end, case when status <> 'unallocated' then at end,
            case when status in ('ready_to_place', 'closed', 'rejected') then at end, case when status = 'closed' then at end,
            case when status = 'rejected' then $1::uuid end, case when status = 'rejected' then false end
       from (select n, 'X' || (100000 + n) as crn, timestamptz '2026-01-01T09:00:00Z' + (n / 50) * interval '1 hour' as at,
               (array['unallocated', 'in_review', 'ready_to_place', 'closed', 'closed', 'closed', 'rejected'])[1 + n % 7] as status
              from generate_series($4::int, $5::int) n) as made`,
    [staff.assessor.userId, LONDON, '2e3df9de-5875-44b6-8df7-88e4308e5c58', first, last],
  );

beforeAll(async () => {
  app = await AssessmentApp.start();
  clock = TestClock.at('2026-03-02T12:00:00Z');
  await inPieces(fill);
  for (let n = 1; n <= ROWS; n += 1)
    app.gateway.people.set(`X${100_000 + n}`, aPerson(`X${100_000 + n}`, { name: `Name ${n % 40_000}` }));
  // As the index of names has them once they were shown.
  await inPieces((first, last) =>
    db().query(
      `update person_index i set is_limited = false, checked_at = $1, sort_name = 'name ' || n || chr(1) || 'Name ' || n,
              search_text = 'name ' || n || '|name' || n || '|' || n
         from (select person_key, (substr(person_key, 2)::int - 100000) % 40000 as n from person_index
                where person_key between 'X' || (100000 + $2::int) and 'X' || (100000 + $3::int)) as named
        where named.person_key = i.person_key`,
      [clock.now(), first, last],
    ),
  );
  await db().query('analyze');
}, 180_000);
afterAll(async () => {
  clock?.release();
  await app?.close();
});

const ask = async (query: string) => {
  const { body, headers } = await (await app.as(staff.assessor)).get<{ id: string }[]>(`/cas3/assessments?${query}`);
  const [total, pages] = ['TotalResults', 'TotalPages'].map((name) => headers.get(`X-Pagination-${name}`));
  return { ids: body.map(({ id }) => id), total, pages };
};

interface Plan {
  readonly Plan: {
    readonly 'Node Type': string;
    readonly 'Shared Hit Blocks': number;
    readonly 'Shared Read Blocks': number;
  };
}

/** The plans of the page and of its count, as the database ran them. */
const plansOf = async (query: string): Promise<Plan[]> => {
  const source = app.test.app.get(DataSource);
  const statements: [string, unknown[]][] = [];
  const { query: send } = source;
  source.query = ((sql: string, values: unknown[]) => {
    if (/from assessment a/.test(sql)) statements.push([sql, values]);
    return send.call(source, sql, values);
  }) as typeof send;
  await ask(query).finally(() => (source.query = send));
  const plans: Plan[] = [];
  for (const [sql, values] of statements) {
    const explained = `explain (analyze, timing off, buffers, format json) ${sql}`;
    const [answer] = await source.query<{ 'QUERY PLAN': Plan[] }[]>(explained, values);
    plans.push(...(answer?.['QUERY PLAN'] ?? []));
  }
  return plans;
};

describe(`a queue of ${ROWS} referrals in one region`, () => {
  it.each(SORTS)(
    'by %s has the right total, and no row twice on neighbouring pages, equal ones neither',
    async (sortBy) => {
      const seen: string[] = [];
      for (const page of [1, 2, 3, 250, 251, 500]) {
        const answer = await ask(`sortBy=${sortBy}&perPage=100&page=${page}`);
        expect(answer).toMatchObject({ total: String(ROWS), pages: '500' });
        expect(answer.ids).toHaveLength(100);
        seen.push(...answer.ids);
      }
      expect(new Set(seen).size).toBe(600);
      expect((await ask(`sortBy=${sortBy}&perPage=100&page=501`)).ids).toEqual([]);
    },
  );

  it('is the same list in pages of any size, each row once', async () => {
    const pages = [];
    const tab = 'statuses=unallocated&sortBy=status';
    for (let page = 1; page <= 8; page += 1) pages.push(...(await ask(`${tab}&perPage=1000&page=${page}`)).ids);
    expect(new Set(pages).size).toBe(Math.floor(ROWS / 7));
    expect(pages.slice(0, 100)).toEqual((await ask(`${tab}&perPage=100&page=1`)).ids);
  });

  it.each(['arrivalDate', 'crn', 'status', 'createdAt', 'dueAt', 'releaseDate'])(
    'by %s reads the rows of the page from an index, and sorts nothing',
    async (sortBy) => {
      for (const sortDirection of ['asc', 'desc']) {
        const plans = await plansOf(`sortBy=${sortBy}&sortDirection=${sortDirection}&perPage=100&page=1`);
        const page = plans.find(({ Plan }) => Plan['Node Type'] !== 'Aggregate'); // that one counts
        expect(JSON.stringify(page)).not.toMatch(/"Node Type":"(Incremental )?Sort"/);
        expect(JSON.stringify(page)).toContain('Index Scan');
      }
    },
  );

  it('reads no more of the database for a page and its count than both tables have, over every tab, filter and sort', async () => {
    const tabs = ['unallocated', 'in_review', 'ready_to_place', 'closed&statuses=rejected'];
    const filters = [
      '',
      '&mine=true',
      '&overdue=true',
      '&sexualRisk=false',
      '&requiredFrom=2026-02-01&requiredTo=2026-02-10',
    ];
    const blocks: number[] = [];
    for (const tab of tabs)
      for (const filter of filters)
        for (const sortBy of SORTS) {
          const query = `statuses=${tab}${filter}&sortBy=${sortBy}&perPage=100&page=1`;
          const plans = await plansOf(query);
          const read = plans.map(({ Plan }) => Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks']);
          blocks.push(read.reduce((sum, one) => sum + one, 0));
        }
    blocks.sort((one, other) => one - other);
    const [tables] = await db().query<{ blocks: number }[]>(
      `select sum(relpages)::int as blocks from pg_class where oid in ('assessment'::regclass, 'person_index'::regclass)`,
    );
    const once = tables?.blocks ?? 0;
    expect(once).toBeGreaterThan(1_000);
    expect(blocks[Math.floor(blocks.length / 2)]).toBeLessThan(once);
    // Sorted by name and with a filter that few rows pass, each row is looked up by its person.
    expect(blocks.at(-1)).toBeLessThan(ROWS + 2 * once);
  }, 180_000);
});
