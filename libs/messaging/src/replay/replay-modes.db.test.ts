import { setTimeout as sleep } from 'node:timers/promises';
import { asked, ReplayWorld } from '../../proof/harness/replay-world';

describe('a replay that repairs or rebuilds', () => {
  const world = new ReplayWorld();
  const { confirm, quiet, replays, finished, run, query } = world;
  beforeAll(() => world.start());
  beforeEach(() => world.begin());
  afterAll(() => world.stop());

  it('F-020: a swap keeps nobody waiting while a backup reads the shadow', async () => {
    await world.confirm(world.x1, 1);
    await world.quiet();
    const compared = await world.run({ mode: 'rebuild' });
    expect(compared.state).toBe('ready');
    const backup = world.passport.dataSource.createQueryRunner();
    await backup.startTransaction();
    await backup.query('lock table stay_shadow in access share mode');
    await world.replays().resume(compared.id, 'OPS', 'a test');
    for (let version = 2; version < 6; version += 1) {
      const before = performance.now();
      await world.confirm(world.x1, version);
      await world.quiet();
      expect(performance.now() - before).toBeLessThan(2_000);
      await sleep(100);
    }
    expect((await world.replays().find(compared.id)).state).toBe('running');
    await backup.rollbackTransaction();
    await backup.release();
    expect(await world.finished(compared.id)).toMatchObject({ state: 'completed' });
  });

  it('repairs keys that were applied wrongly, and live events wait meanwhile', async () => {
    for (const version of [1, 2, 3]) for (const key of [world.x1, world.x2]) await confirm(key, version);
    await quiet();
    await query(`update passport.stay set version = 99, applied = 0 where key = '${world.x1}'`);
    expect(await run({ filter: { keys: [world.x1] } })).toMatchObject({ delivered: 3 });
    const stay = () => query(`select version, applied from passport.stay where key = '${world.x1}'`);
    expect(await stay()).toEqual([{ version: 99, applied: 0 }]);
    const { id } = await replays().begin({
      ...asked,
      consumer: 'stays',
      mode: 'reset-keys',
      filter: { keys: [world.x1] },
    });
    await confirm(world.x1, 4);
    expect(await finished(id)).toMatchObject({ state: 'completed' });
    await quiet();
    expect(await stay()).toEqual([{ version: 4, applied: 4 }]);
    expect(await query(`select * from passport.parked_key where key = '${world.x1}'`)).toEqual([]);
    await confirm(world.x1, 5);
    await quiet();
    expect(await stay()).toEqual([{ version: 5, applied: 5 }]);
  });

  it('keeps keys of a reset parked while their history does not apply, and frees them once it does', async () => {
    for (const version of [1, 2]) await confirm(world.x1, version);
    await quiet();
    world.broken.add(world.x1);
    const failed = await run({ mode: 'reset-keys', filter: { keys: [world.x1] } });
    expect(failed).toMatchObject({ state: 'failed', lastError: 'BROKEN' });
    expect(await query(`select * from passport.parked_key where key = '${world.x1}'`)).toHaveLength(1);
    world.broken.clear();
    await replays().resume(failed.id, 'OPS');
    expect(await finished(failed.id)).toMatchObject({ state: 'completed', delivered: 2 });
    expect(await query(`select * from passport.parked_key where key = '${world.x1}'`)).toEqual([]);
  });

  it('keeps what waits for another key behind it, whichever of the two is reset', async () => {
    const [old, merged] = [world.x1, world.x2];
    const versions = async () =>
      (await query<{ version: number }>('select version from passport.seen where not run order by version')).map(
        ({ version }) => version,
      );
    world.broken.add(old);
    await confirm(old, 1);
    await quiet();
    await world.confirm(merged, 2, `booking-${old}`);
    await quiet();
    world.broken.clear();
    const ofMerged = await run({ mode: 'reset-keys', filter: { keys: [merged] } });
    expect(ofMerged).toMatchObject({ state: 'completed', delivered: 0, skipped: 1 });
    const parked = `select key from passport.parked_key where key in ('${old}', '${merged}') order by key`;
    expect([await versions(), await query(parked)]).toEqual([[], [{ key: old }, { key: merged }]]);
    await run({ mode: 'reset-keys', filter: { keys: [merged, old] } });
    expect([await versions(), await query(parked)]).toEqual([[2], []]);
  });

  it.each([{}, { rate: 4 }])('skips what follows in the key of what it skips, in batches of %p', async (batches) => {
    const [old, merged] = [world.x1, world.x2];
    await confirm(merged, 1);
    await quiet();
    world.broken.add(old);
    await confirm(old, 1);
    await quiet();
    await confirm(merged, 2, `booking-${old}`);
    await confirm(merged, 2);
    await quiet();
    world.broken.clear();
    const skipped = await run({ mode: 'reset-keys', filter: { keys: [merged] }, ...batches });
    expect(skipped).toMatchObject({ state: 'completed', delivered: 1, skipped: 2 });
    expect(await world.seen(true)).toEqual([`${merged} 1`]);
    await world.passport.messaging.deadLetters.redrive('stays', { all: true });
    expect(await world.seen(false)).toEqual([`${old} 1`, `${merged} 1`, `${merged} 2`, `${merged} 2`]);
    expect(await query(`select key from passport.parked_key`)).toEqual([]);
  });

  it('rebuilds a projection beside the live one, compares, and swaps when told', async () => {
    for (const version of [1, 2, 3]) await confirm(world.x1, version);
    await quiet();
    await query(`update passport.stay set version = 77 where key = '${world.x1}'`);
    const ready = await run({ mode: 'rebuild' });
    expect(ready.state).toBe('ready');
    expect(ready.result).toMatchObject({ onlyLive: expect.any(Number), onlyRebuilt: expect.any(Number) });
    await confirm(world.x2, 1);
    await quiet();
    await replays().resume(ready.id, 'OPS', 'looks right');
    expect(await finished(ready.id)).toMatchObject({ state: 'completed' });
    expect(
      await query(`select key, version from passport.stay where key in ('${world.x1}', '${world.x2}') order by key`),
    ).toEqual([
      { key: world.x1, version: 3 },
      { key: world.x2, version: 1 },
    ]);
    await confirm(world.x1, 4);
    await quiet();
    expect(await query(`select version from passport.stay where key = '${world.x1}'`)).toEqual([{ version: 4 }]);
  });

  it('refuses what makes no sense', async () => {
    const codes = await Promise.all(
      (
        [
          { consumer: 'nobody' },
          { mode: 'single' },
          { mode: 'reset-keys' },
          { mode: 'rebuild', filter: { keys: ['X'] } },
          { reason: ' ' },
          { consumer: 'letters', mode: 'reset-keys', filter: { keys: ['X'] } },
        ] as const
      ).map((request) => run(request).catch((error: unknown) => (error as { code: string }).code)),
    );
    expect(codes).toEqual([
      'NO_SUCH_CONSUMER',
      'SINGLE_NEEDS_ONE_EVENT_ID',
      'RESET_NEEDS_KEYS',
      'REBUILD_TAKES_EVERYTHING',
      'REASON_REQUIRED',
      'CONSUMER_CANNOT_RESET',
    ]);
  });
});
