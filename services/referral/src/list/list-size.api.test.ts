import { TestClock } from '@throughcare/platform/testing';
import { DataSource } from 'typeorm';
import { LONDON, PDU, ReferralApp, aPerson, staff } from '../testing/referral-app';
import { SORTS } from './list.rules';

/** More referrals than any region has had, all of it in one region and by one author: many with the same day, stage and person. */
const ROWS = 50_000;
const PIECE = 2_500;

let app: ReferralApp;
let clock: TestClock;

/** In pieces, each within what a statement may take. */
const fill = async () => {
  for (let from = 1; from <= ROWS; from += PIECE) await fillFrom(from);
};

const fillFrom = (from: number) =>
  app.test.db.query(
    `insert into application (id, revision, crn, event_key, conviction_id, event_number, offence_id, created_by_user_id, created_at,
       submitted_at, data, summary_data, arrival_date, home_region_id, placement_region_id, placement_pdu_id, assessment_status)
     select gen_random_uuid(), 1, crn, crn, 1, '1', 'M1', $1, at, at, '{}', '{}', (at + interval '30 days')::date, $2, $2, $3, status
       from (select 'X' || (100000 + n % 40000) as crn, timestamptz '2026-01-01T09:00:00Z' + (n / 50) * interval '1 hour' as at,
               (array['unallocated', 'in_review', 'ready_to_place', 'closed', 'closed', 'closed', 'rejected'])[1 + n % 7] as status
              from generate_series($4::int, $5::int) n) as made`,
    [staff.referrer.userId, LONDON, PDU, from, from + PIECE - 1],
  );

beforeAll(async () => {
  app = await ReferralApp.start();
  clock = TestClock.at('2026-03-02T12:00:00Z');
  await fill();
  for (let n = 0; n < 40_000; n += 1)
    app.gateway.people.set(`X${100_000 + n}`, aPerson(`X${100_000 + n}`, { name: `Name ${n % 5_000}` }));
  // As the index of names has them once they were shown.
  await app.test.db.query(
    `update person_index i set is_limited = false, checked_at = $1, sort_name = 'name ' || n || chr(1) || 'Name ' || n,
            search_text = 'name ' || n || '|name' || n || '|' || n
       from (select person_key, (substr(person_key, 2)::int - 100000) % 5000 as n from person_index) as named
      where named.person_key = i.person_key`,
    [clock.now()],
  );
  await app.test.db.query('analyze');
}, 180_000);
afterAll(async () => {
  clock?.release();
  await app?.close();
});

const ask = async (query: string) => {
  const path = `/cas3/applications/search?perPage=100&${query}`;
  const { body, headers } = await (await app.as(staff.referrer)).get<{ id: string }[]>(path);
  const [total, pages] = ['TotalResults', 'TotalPages'].map((name) => headers.get(`X-Pagination-${name}`));
  return { ids: body.map(({ id }) => id), total, pages };
};

describe(`a list of ${ROWS} referrals`, () => {
  describe.each(['mine', 'region'])('of scope %s', (scope) => {
    it.each(SORTS)('by %s has the right total, and no row twice on neighbouring pages', async (sortBy) => {
      const seen: string[] = [];
      for (const page of [1, 2, 3, 250, 251, 500]) {
        const answer = await ask(`scope=${scope}&sortBy=${sortBy}&page=${page}`);
        expect(answer).toMatchObject({ total: String(ROWS), pages: '500' });
        expect(answer.ids).toHaveLength(100);
        seen.push(...answer.ids);
      }
      expect(new Set(seen).size).toBe(600);
      expect((await ask(`scope=${scope}&sortBy=${sortBy}&page=501`)).ids).toEqual([]);
    });
  });

  it('by stage shows each row once over all pages', async () => {
    const seen: string[] = [];
    for (let page = 1; page <= 72; page += 1)
      seen.push(...(await ask(`scope=region&stages=rejected&sortBy=stage&page=${page}`)).ids);
    expect(seen).toHaveLength(Math.ceil(ROWS / 7));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('counts whom a search by name finds', async () => {
    // Eight people of one name in the first 40,000, two of them with a second referral.
    expect(await ask('scope=region&search=name%204999')).toMatchObject({ total: '10', pages: '1' });
  });

  it.each(['createdAt', 'submittedAt', 'requiredFrom', 'crn', 'stage'])(
    'of a region by %s reads the rows of the page from an index, and sorts nothing',
    async (sortBy) => {
      for (const sortDirection of ['asc', 'desc']) {
        const plan = await planOf(`scope=region&sortBy=${sortBy}&sortDirection=${sortDirection}`);
        expect(plan).not.toMatch(/"Node Type":"(Incremental )?Sort"/);
        expect(plan).toContain('Index Scan');
      }
    },
  );
});

/** How the database read the page. */
const planOf = async (query: string): Promise<string> => {
  const source = app.test.app.get(DataSource);
  const { query: send } = source;
  let asked: [string, unknown[]] = ['', []];
  source.query = ((sql: string, values: unknown[]) => {
    if (/from application a .*order by/s.test(sql)) asked = [sql, values];
    return send.call(source, sql, values);
  }) as typeof send;
  await ask(query).finally(() => (source.query = send));
  return JSON.stringify(await source.query(`explain (format json) ${asked[0]}`, asked[1]));
};
