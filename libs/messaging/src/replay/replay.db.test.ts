import { setTimeout as sleep } from 'node:timers/promises';
import { asked, ReplayWorld } from '../../proof/harness/replay-world';
import type { ReplayRequest } from './run';
import { processedOf } from './run';

describe('a replay', () => {
  const world = new ReplayWorld();
  const { confirm, quiet, replays, finished, run, query, seen } = world;
  beforeAll(() => world.start());
  beforeEach(() => world.begin());
  afterAll(() => world.stop());

  it('repeats what a filter selects to one consumer, in order, in the scope of the run', async () => {
    for (const version of [1, 2, 3]) for (const key of [world.x1, world.x2]) await confirm(key, version);
    await quiet();
    world.calls = [];
    const first = await run({ filter: { keys: [world.x1] } });
    expect(first).toMatchObject({ state: 'completed', total: 3, delivered: 3, failed: 0, skipped: 0 });
    expect(await seen(true)).toEqual([`${world.x1} 1`, `${world.x1} 2`, `${world.x1} 3`]);
    const again = await run({ filter: { keys: [world.x1] } });
    expect(again).toMatchObject({ state: 'completed', delivered: 3 });
    expect(await seen(true)).toHaveLength(6);
    expect(await seen(false)).toHaveLength(6);
    expect(world.calls).toEqual([]);
  });

  it('selects by type with wildcards, time, event id, aggregate and source', async () => {
    await confirm(world.x1, 1);
    const between = new Date(Date.now() + 1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    await confirm(world.x1, 2);
    await quiet();
    const total = async (filter: ReplayRequest['filter']) =>
      (await replays().plan({ consumer: 'stays', mode: 'redeliver', filter: { keys: [world.x1], ...filter } })).total;
    expect(await total({ types: ['accommodation.cas3.*'] })).toBe(2);
    expect(await total({ types: ['accommodation.*.confirmed'] })).toBe(2);
    expect(await total({ from: between.toISOString() })).toBe(1);
    expect(await total({ to: between.toISOString() })).toBe(1);
    expect(await total({ aggregateIds: [`booking-${world.x1}`] })).toBe(2);
    expect(await total({ aggregateIds: ['another'] })).toBe(0);
    expect(await total({ sources: ['booking'] })).toBe(2);
    const [event] = await query<{ id: string }>(
      `select event_id as id from booking.event_log where key = '${world.x1}' order by version limit 1`,
    );
    const single = await run({ mode: 'single', filter: { eventIds: [event?.id ?? ''] } });
    expect(single).toMatchObject({ state: 'completed', delivered: 1 });
    expect(await seen(true)).toEqual([`${world.x1} 1`]);
  });

  it.each([
    [{ types: ['custody.*'] }, 'TYPE_NOT_HANDLED'],
    [{ types: ['accommodation.*.confirmed', 'custody.*'] }, 'TYPE_NOT_HANDLED'],
    [{ types: ['accommodation.cas3.booking.confirmd'] }, 'NO_SUCH_EVENT_TYPE'],
    [{ sources: ['referral'] }, 'SOURCE_NOT_READ'],
  ])('refuses what the consumer never takes, instead of finding nothing: %p', async (filter, code) => {
    await expect(replays().plan({ consumer: 'stays', mode: 'redeliver', filter })).rejects.toMatchObject({ code });
    await expect(run({ filter })).rejects.toMatchObject({ code });
  });

  it('gives a consumer what it missed and nothing else, as live events', async () => {
    for (const version of [1, 2, 3]) await confirm(world.x1, version);
    await quiet();
    world.calls = [];
    const ofTwo = `event_id = (select event_id from booking.event_log where key = '${world.x1}' and version = 2)`;
    await query(`delete from passport.inbox where consumer in ('stays', 'letters') and ${ofTwo}`);
    const filter = { keys: [world.x1], missed: true };
    const planned = async () => (await replays().plan({ consumer: 'stays', mode: 'redeliver', filter })).total;
    const published = () => query(`select 1 from passport.event_log where key = '${world.x1}'`);
    expect(await planned()).toBe(1);
    expect(await run({ filter })).toMatchObject({ total: 1, delivered: 1, dropped: 0, withEffects: true });
    expect(await run({ consumer: 'letters', filter })).toMatchObject({ total: 1, delivered: 1 });
    await quiet();
    expect(await seen(true)).toEqual([`${world.x1} 2`]);
    expect(world.calls).toEqual([world.x1]);
    expect(await published()).toHaveLength(4);
    expect(await planned()).toBe(0);
    expect(await run({ filter })).toMatchObject({ state: 'completed', total: 0, delivered: 0 });
  });

  it('does not call missed what lies before the horizon of the inbox', async () => {
    await confirm(world.x1, 1);
    await quiet();
    const filter = { keys: [world.x1], missed: true };
    await query(`delete from passport.inbox where consumer = 'stays'`);
    await query(`insert into passport.inbox_horizon (day) values (current_date + 2)
      on conflict (only_row) do update set day = excluded.day`);
    try {
      expect((await replays().plan({ consumer: 'stays', mode: 'redeliver', filter })).total).toBe(0);
    } finally {
      await query('delete from passport.inbox_horizon');
    }
  });

  it('drops what handlers publish and counts it', async () => {
    await confirm(world.x1, 1);
    await quiet();
    const published = () => query(`select 1 from passport.event_log where key = '${world.x1}'`);
    expect(await published()).toHaveLength(1);
    expect(await run({ filter: { keys: [world.x1] } })).toMatchObject({ delivered: 1, dropped: 1 });
    await quiet();
    expect(await published()).toHaveLength(1);
    expect(await run({ filter: { keys: [world.x1] }, withEffects: true })).toMatchObject({ delivered: 1, dropped: 0 });
    await quiet();
    expect(await published()).toHaveLength(2);
  });

  it('skips effect handlers and counts them, unless effects were asked for', async () => {
    await confirm(world.x1, 1);
    await quiet();
    expect(world.calls).toEqual([world.x1]);
    const filter = { keys: [world.x1] };
    expect(await run({ consumer: 'letters', filter })).toMatchObject({ total: 1, delivered: 0, suppressed: 1 });
    expect(world.calls).toEqual([world.x1]);
    const withEffects = await run({ consumer: 'letters', filter, withEffects: true });
    expect(withEffects).toMatchObject({ delivered: 1, suppressed: 0 });
    expect(world.calls).toEqual([world.x1, world.x1]);
  });

  it('sets an effect off whose key is freed while the run looks at it', async () => {
    await confirm(world.x1, 1);
    await quiet();
    world.calls = [];
    await query(`insert into passport.parked_key (consumer, key) values ('letters', '${world.x1}')`);
    const redrive = world.passport.dataSource.createQueryRunner();
    await redrive.startTransaction();
    await redrive.query('delete from passport.parked_key where key = $1', [world.x1]);
    const done = run({ consumer: 'letters', filter: { keys: [world.x1] }, withEffects: true });
    const waits = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%for share%'`;
    while ((await query(waits)).length === 0) await sleep(20);
    await redrive.commitTransaction();
    await redrive.release();
    expect(await done).toMatchObject({ delivered: 1, skipped: 0 });
    expect(world.calls).toEqual([world.x1]);
  });

  it('refuses what an author let a projection send', async () => {
    for (const version of [1, 2]) await confirm(world.x1, version);
    await quiet();
    expect(world.outside).toEqual([world.x1, world.x1]);
    const refused = await run({ consumer: 'reaching-out', filter: { keys: [world.x1] } });
    expect(refused).toMatchObject({ state: 'completed', delivered: 0, failed: 1, skipped: 1 });
    expect(await replays().exceptions(refused.id)).toMatchObject([
      { kind: 'failed', code: 'OUTBOUND_REFUSED_IN_REPLAY', key: world.x1 },
      { kind: 'behind', key: world.x1 },
    ]);
    expect(world.outside).toHaveLength(2);
    await run({ consumer: 'reaching-out', filter: { keys: [world.x1] }, withEffects: true });
    expect(world.outside).toHaveLength(4);
  });

  it('goes on behind a failed event with other keys, and never past it with its own', async () => {
    for (const version of [1, 2]) for (const key of [world.x1, world.x2]) await confirm(key, version);
    await quiet();
    world.broken.add(world.x1);
    const done = await run({ filter: { keys: [world.x1, world.x2] } });
    expect(done).toMatchObject({ state: 'completed', delivered: 2, failed: 1, skipped: 1 });
    expect(await seen(true)).toEqual([`${world.x2} 1`, `${world.x2} 2`]);
  });

  it('leaves keys alone that wait behind a dead letter', async () => {
    world.broken.add(world.x1);
    for (const version of [1, 2]) for (const key of [world.x1, world.x2]) await confirm(key, version);
    await quiet();
    world.broken.clear();
    expect(await run({ filter: { keys: [world.x1, world.x2] } })).toMatchObject({ delivered: 2, skipped: 2 });
    expect(await seen(true)).toEqual([`${world.x2} 1`, `${world.x2} 2`]);
    expect(await world.passport.messaging.deadLetters.redrive('stays', world.x1)).toEqual({
      handled: 2,
      stillParked: [],
    });
    expect(await seen(false)).toContain(`${world.x1} 2`);
  });

  it('repeats while live events of the same keys go on, and ends where it began', async () => {
    for (let version = 1; version <= 40; version += 1) await confirm(world.x1, version);
    await quiet();
    const { id } = await replays().begin({
      ...asked,
      consumer: 'stays',
      mode: 'redeliver',
      filter: { keys: [world.x1] },
    });
    for (let version = 41; version <= 60; version += 1) await confirm(world.x1, version);
    expect(await finished(id)).toMatchObject({ state: 'completed', total: 40, delivered: 40 });
    await quiet();
    expect(await query(`select version, applied from passport.stay where key = '${world.x1}'`)).toEqual([
      { version: 60, applied: 60 },
    ]);
  });

  it('repeats as many as it counted: nothing that happened after it was asked for, even if it was handled when it began', async () => {
    for (const version of [1, 2, 3]) await confirm(world.x1, version);
    await quiet();
    await query(
      `update booking.event_log set occurred_at = now() + interval '1 hour' where key = '${world.x1}' and version = 3`,
    );
    expect(await run({ filter: { keys: [world.x1] } })).toMatchObject({ state: 'completed', total: 2, delivered: 2 });
    expect(await seen(true)).toEqual([`${world.x1} 1`, `${world.x1} 2`]);
  });

  it('waits at its rate, pauses, goes on, and is cancelled', async () => {
    for (let version = 1; version <= 30; version += 1) await confirm(world.x1, version);
    await quiet();
    const { id } = await replays().begin({
      ...asked,
      consumer: 'stays',
      mode: 'redeliver',
      filter: { keys: [world.x1] },
      rate: 20,
    });
    await expect(replays().begin({ ...asked, consumer: 'stays', mode: 'redeliver', filter: {} })).rejects.toMatchObject(
      {
        code: 'RUN_IN_PROGRESS',
      },
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    await replays().pause(id, 'OPS', 'lunch');
    await new Promise((resolve) => setTimeout(resolve, 700));
    const paused = await replays().find(id);
    expect(processedOf(paused)).toBeLessThan(30);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(processedOf(await replays().find(id))).toBe(processedOf(paused));
    await replays().resume(id, 'OPS');
    expect(await finished(id)).toMatchObject({ state: 'completed', delivered: 30 });
    await expect(replays().pause(id, 'OPS')).rejects.toMatchObject({ code: 'RUN_IS_COMPLETED' });
    const actions = await query<{ action: string; actor: string }>(
      `select action, actor from passport.ops_audit where parameters->>'id' = '${id}' order by id`,
    );
    expect(actions.map(({ action }) => action)).toEqual(['replay.run', 'replay.pause', 'replay.resume']);
    const second = await replays().begin({ ...asked, consumer: 'stays', mode: 'redeliver', filter: {}, rate: 1 });
    expect(await replays().cancel(second.id, 'OPS')).toMatchObject({ state: 'cancelled' });
  });

  it('goes on after its process died in the middle, without repeating what was committed', async () => {
    for (let version = 1; version <= 60; version += 1) await confirm(world.x1, version);
    await quiet();
    const { id } = await replays().begin({
      ...asked,
      consumer: 'stays',
      mode: 'redeliver',
      filter: { keys: [world.x1] },
      rate: 100,
    });
    await new Promise((resolve) => setTimeout(resolve, 250));
    await replays().close(); // the next instance finds it as a crash would leave it, its lease aside
    const left = await replays().find(id);
    expect(left.state).toBe('running');
    expect(processedOf(left)).toBeLessThan(60);
    const heir = await world.another();
    expect(await finished(id)).toMatchObject({ state: 'completed', delivered: 60 });
    expect(await seen(true)).toHaveLength(60);
    await world.replacePassport(heir);
  });
});
