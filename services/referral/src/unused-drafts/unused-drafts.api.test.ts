import { changeAggregate } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { Background } from '@throughcare/platform/background';
import { TestClock, until, type TestApp } from '@throughcare/platform/testing';
import { applications } from '../application/application.aggregate';
import { save } from '../application/draft.rules';
import { ReferralApp, staff } from '../testing/referral-app';
import { UnusedDrafts } from './unused-drafts';

const DAYS = 62;
const pathOf = (id: string) => `/cas3/applications/${id}`;

describe('drafts that nobody uses', () => {
  let referral: ReferralApp;
  let time: TestClock;
  const running: TestApp[] = [];
  beforeEach(async () => {
    referral = await ReferralApp.start({ env: { DRAFTS_KEPT_DAYS: String(DAYS) } });
    time = TestClock.at(new Date());
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.close()));
    time.release();
    await referral.close();
  });

  const round = () => referral.test.app.get(UnusedDrafts).round(DAYS);
  const rowOf = async (id: string) => {
    const [row] = await referral.test.db.query<{ deleted: boolean; data: string | null; usedAt: Date }[]>(
      'select deleted_at is not null as deleted, data, used_at as "usedAt" from application where id = $1',
      [id],
    );
    if (!row) throw new Error('no such row');
    return row;
  };
  const isDeleted = async (id: string) => (await rowOf(id)).deleted;

  it('are deleted after the days that are configured, answers included; what is submitted stays as it is', async () => {
    const [draft, submitted] = [await referral.draft(), await referral.submitted()];
    const frozen = await rowOf(submitted);
    time.move({ days: DAYS });
    expect(await round()).toBe('done');
    expect(await isDeleted(draft)).toBe(false);
    time.move({ days: 1 });
    await round();
    await round();
    expect(await rowOf(draft)).toMatchObject({ deleted: true, data: null });
    expect(await rowOf(submitted)).toEqual(frozen);
    const published = await referral.published(draft);
    expect(published).toMatchObject([
      { key: 'X900001', type: 'accommodation.cas3.draft.referral.deleted', version: 1 },
    ]);
    expect(JSON.parse(published[0]?.payload ?? '')).toEqual({
      applicationId: draft,
      crn: 'X900001',
      nomsNumber: 'A9001AA',
      reason: 'not-used',
      deletedAt: time.now().toISOString(),
    });
    expect((await (await referral.as(staff.referrer)).get(pathOf(draft))).status).toBe(404);
  });

  it('count from when they were opened, too, and those that were deleted by hand lose their answers', async () => {
    const [opened, byHand] = [await referral.draft(), await referral.draft()];
    time.move({ days: DAYS - 1 });
    const api = await referral.as(staff.referrer);
    expect((await api.get(pathOf(opened))).status).toBe(200);
    expect((await api.delete(pathOf(byHand), {})).status).toBe(200);
    time.move({ days: 2 });
    await round();
    expect([await isDeleted(opened), (await rowOf(byHand)).data !== null]).toEqual([false, true]);
    time.move({ days: DAYS });
    await round();
    expect([await isDeleted(opened), (await rowOf(byHand)).data]).toEqual([true, null]);
    expect(await referral.published(byHand)).toHaveLength(1);
  });

  it('stay when they are saved between being chosen and being deleted', async () => {
    const id = await referral.draft();
    time.move({ days: DAYS + 1 });
    let [release, isHeld] = [() => undefined as void, false];
    const free = new Promise<void>((resolve) => (release = resolve));
    const work = referral.test.app.get(UnitOfWork);
    const saved = changeAggregate(work, applications, { id }, async (draft) => {
      isHeld = true;
      await free;
      return { changes: { ...save(draft, '{"plan":{"page":{"a":1}}}').changes, usedAt: time.now() }, events: [] };
    });
    await until(() => isHeld);
    const ended = round();
    await until(async () => (await waiting()) > 0);
    release();
    await Promise.all([saved, ended]);
    expect(await rowOf(id)).toMatchObject({ deleted: false, data: '{"plan":{"page":{"a":1}}}' });
    expect(await referral.published(id)).toEqual([]);
  });
  const waiting = async () => {
    const rows = await referral.test.db.query<object[]>(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.length;
  };

  it('count from a save by an instance of the release before, which does not say when it was', async () => {
    const id = await referral.draft();
    await referral.test.db.query(`update application set used_at = '2020-01-01' where id = $1`, [id]);
    await referral.test.db.query('update application set revision = revision + 1 where id = $1', [id]);
    expect((await rowOf(id)).usedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
  });

  it('are looked for once a day by two instances together, and at the next start when a day was missed', async () => {
    const first = await referral.draft();
    time.move({ days: DAYS + 1 });
    const start = async () => running.push(await referral.beside({ BACKGROUND: 'on' }));
    const days = async () => {
      const rows = await referral.test.db.query<{ day: string }[]>(
        `select last_day::text as day from background_task where name = 'drafts'`,
      );
      return rows.map(({ day }) => day);
    };
    const runs = jest.spyOn(UnusedDrafts.prototype, 'round');
    await Promise.all([start(), start()]);
    await until(() => isDeleted(first));
    await until(async () => (await days())[0] !== null);
    const [done] = await days();
    expect(runs).toHaveBeenCalledTimes(1);
    expect(await referral.published(first)).toHaveLength(1);

    const [one] = running;
    const operator = await one?.as({ username: 'OPS', authorities: ['ROLE_THROUGHCARE__OPS'] });
    const tasks = (await operator?.get<object[]>('/ops/background'))?.body;
    const daily = { once: 'cluster', every: { dailyAt: '03:10' } };
    expect(tasks).toContainEqual(expect.objectContaining({ task: 'drafts', ...daily, lastDay: done, lateSeconds: 0 }));
    expect(await (await fetch(`${one?.url}/metrics`)).text()).toMatch(
      /throughcare_background_late_seconds\{[^}]*task="drafts"\} 0\n/,
    );

    await Promise.all(running.splice(0).map((each) => each.close()));
    const second = await referral.draft();
    await referral.test.db.query('update application set used_at = $2 where id = $1', [second, time.now()]);
    time.move({ days: DAYS + 1 });
    await start();
    await until(() => isDeleted(second));
    await until(async () => (await days())[0] !== done);
    expect(runs).toHaveBeenCalledTimes(2);
    runs.mockRestore();
  });
});

it('no draft is deleted, and no such task is there, where nothing says how long drafts are kept', async () => {
  const referral = await ReferralApp.start({ env: { BACKGROUND: 'on' } });
  const tasks = await referral.test.app.get(Background).report();
  await referral.close();
  const names = tasks.map(({ task }) => task);
  expect([names.includes('risks'), names.includes('drafts')]).toEqual([true, false]);
});

it.each(['0', '61', '62.5', 'never'])('DRAFTS_KEPT_DAYS=%s stops the service from starting', async (days) => {
  await expect(ReferralApp.start({ env: { DRAFTS_KEPT_DAYS: days } })).rejects.toThrow('DRAFTS_KEPT_DAYS');
});
