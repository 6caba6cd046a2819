import { ReferralApp } from '../testing/referral-app';
import { UnusedDrafts } from './unused-drafts';

jest.setTimeout(300_000);

const DRAFTS = 10_000;
const BATCH = 100;
const DAYS = 62;

describe(`${DRAFTS} drafts that nobody uses`, () => {
  let referral: ReferralApp;
  beforeAll(async () => {
    referral = await ReferralApp.start({ env: { DRAFTS_KEPT_DAYS: String(DAYS) } });
    for (let from = 1; from < DRAFTS; from += BATCH) await aBatch(from);
    await referral.test.db.query('analyze application');
  });
  afterAll(() => referral?.close());

  /** In all 500 MB of answers, were they in memory at once. */
  const aBatch = (from: number) =>
    referral.test.db.query(
      `insert into application (id, revision, crn, event_key, conviction_id, event_number, offence_id, created_by_user_id,
                                created_at, used_at, data)
       select gen_random_uuid(), 1, 'X' || (900000 + i), 'X' || (900000 + i), 1, '1', 'M1', gen_random_uuid(),
              now() - interval '90 days', now() - interval '90 days' + i * interval '1 second', json_build_object('a', repeat('x', 50000))
         from generate_series($1::int, $2::int) as i`,
      [from, from + BATCH - 1],
    );

  const left = async () => {
    const [row] = await referral.test.db.query<{ n: number }[]>(
      'select count(*)::int as n from application where deleted_at is null',
    );
    return row?.n;
  };

  it('are deleted a hundred a round, and no more than some of them in memory', async () => {
    const task = referral.test.app.get(UnusedDrafts);
    const before = process.memoryUsage().rss;
    const megabytes: number[] = [];
    let rounds = 0;
    for (let result = 'more'; result === 'more'; rounds += 1) {
      result = await task.round(DAYS);
      megabytes.push((process.memoryUsage().rss - before) / 1_048_576);
      if (rounds === 0) expect(await left()).toBe(DRAFTS - BATCH);
    }
    expect([rounds, await left()]).toEqual([DRAFTS / BATCH + 1, 0]);
    expect(Math.max(...megabytes)).toBeLessThan(400);
    const [told] = await referral.test.db.query<{ n: number }[]>(
      `select (select count(*) from event_log)::int + (select count(*) from outbox)::int as n`,
    );
    expect(told?.n).toBe(DRAFTS);
  });

  it('are found by an index of what can be deleted', async () => {
    const plan = await referral.test.db.query<object[]>(
      `explain select id from application
        where submitted_at is null and (deleted_at is null or data is not null or risks is not null) and used_at < now()
        order by used_at, id limit 100`,
    );
    expect(JSON.stringify(plan)).toContain('application_unused');
  });
});
