import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { outboundGate } from '../context';
import type { ScratchDatabase } from '../testing/scratch-database';
import { scratchDatabase } from '../testing/scratch-database';
import { settled } from '../testing/settled';
import type { TestHandler, TestService } from '../testing/test-service';
import { startService } from '../testing/test-service';
import { tableRebuild, tableFor } from './rebuild';
import type { ReplayRequest, ReplayRun } from './run';
import { processedOf } from './run';

const TABLES = `
  create table passport.seen (event_id uuid, key text, version int, run boolean);
  create table passport.stay (key text primary key, version int not null, applied int not null);`;

const asked = { reason: 'a test', requestedBy: 'OPS' } as const;

describe('a replay', () => {
  let db: ScratchDatabase;
  let booking: TestService;
  let passport: TestService;
  let calls: string[] = [];
  let outside: string[] = [];
  let broken = new Set<string>();

  const handlers: TestHandler[] = [
    {
      consumer: 'stays',
      type: BookingConfirmed.type,
      handle: async (event, { tx, publish, replay }) => {
        if (broken.has(event.subject)) throw Object.assign(new Error('BROKEN'), { kind: 'conflict', code: 'BROKEN' });
        const { id, subject, aggregateversion } = event;
        await tx.query('insert into seen values ($1, $2, $3, $4)', [
          id,
          subject,
          aggregateversion,
          replay !== undefined,
        ]);
        await tx.query(
          `insert into ${tableFor('stay', { ...(replay && { replay }) })} as s values ($1, $2, 1)
           on conflict (key) do update set version = excluded.version, applied = s.applied + 1
           where s.version < excluded.version`,
          [subject, aggregateversion],
        );
        publish({ id: subject, key: subject, version: aggregateversion }, [PersonArrived.of(PersonArrived.example)]);
      },
    },
    {
      consumer: 'letters',
      type: BookingConfirmed.type,
      kind: 'effect',
      handle: (event) => void calls.push(event.subject),
    },
    {
      consumer: 'reaching-out',
      type: BookingConfirmed.type,
      handle: (event) => {
        outboundGate('prison-api');
        outside.push(event.subject);
      },
    },
  ];

  const confirm = (key: string, version: number) =>
    booking.messaging.unitOfWork.run(async (_tx, publish) => {
      publish({ id: `booking-${key}`, key, version }, [BookingConfirmed.of({ ...BookingConfirmed.example, crn: key })]);
    });
  const parts = () =>
    [booking, passport].map(({ messaging, dataSource, schema }) => ({ messaging, dataSource, schema }));
  const quiet = () => settled(parts());
  const replays = () => passport.messaging.operations.replays;
  const finished = async (id: string): Promise<ReplayRun> => {
    for (let waited = 0; waited < 20_000; waited += 20) {
      const run = await replays().find(id);
      if (!['running'].includes(run.state)) return run;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('the run does not end');
  };
  const run = async (request: Partial<ReplayRequest>) =>
    finished((await replays().begin({ consumer: 'stays', mode: 'redeliver', filter: {}, ...asked, ...request })).id);
  const query = <T>(sql: string) => db.query(sql) as Promise<T[]>;
  const seen = async (wasReplay: boolean) =>
    (
      await query<{ key: string; version: number }>(
        `select key, version from passport.seen where run = ${wasReplay} order by key, version`,
      )
    ).map(({ key, version }) => `${key} ${version}`);

  const registerHooks = () =>
    replays().hooks.register('stays', {
      ...tableRebuild('stay'),
      reset: async (tx, keys) => void (await tx.query('delete from stay where key = any($1)', [keys])),
    });

  beforeAll(async () => {
    db = await scratchDatabase(['booking', 'passport'], undefined, TABLES);
    booking = await startService(db, 'booking');
    passport = await startService(db, 'passport', handlers);
    registerHooks();
  });
  let test = 0;
  let X1 = '';
  let X2 = '';
  beforeEach(async () => {
    test += 1;
    [X1, X2] = [`X1T${test}`, `X2T${test}`];
    await quiet();
    [calls, outside, broken] = [[], [], new Set()];
    await db.query('truncate passport.seen');
  });
  afterAll(async () => {
    await passport?.stop();
    await booking?.stop();
    await db?.drop();
  });

  it('repeats what a filter selects to one consumer, in order, in the scope of the run', async () => {
    for (const version of [1, 2, 3]) for (const key of [X1, X2]) await confirm(key, version);
    await quiet();
    calls = [];
    const first = await run({ filter: { keys: [X1] } });
    expect(first).toMatchObject({ state: 'completed', total: 3, delivered: 3, failed: 0, skipped: 0 });
    expect(await seen(true)).toEqual([`${X1} 1`, `${X1} 2`, `${X1} 3`]);
    const again = await run({ filter: { keys: [X1] } });
    expect(again).toMatchObject({ state: 'completed', delivered: 3 });
    expect(await seen(true)).toHaveLength(6);
    expect(await seen(false)).toHaveLength(6);
    expect(calls).toEqual([]);
  });

  it('selects by type with wildcards, time, event id, aggregate and source', async () => {
    await confirm(X1, 1);
    const between = new Date(Date.now() + 1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    await confirm(X1, 2);
    await quiet();
    const total = async (filter: ReplayRequest['filter']) =>
      (await replays().plan({ consumer: 'stays', mode: 'redeliver', filter: { keys: [X1], ...filter } })).total;
    expect(await total({ types: ['accommodation.cas3.*'] })).toBe(2);
    expect(await total({ types: ['accommodation.*.confirmed'] })).toBe(2);
    expect(await total({ types: ['custody.*'] })).toBe(0);
    expect(await total({ from: between.toISOString() })).toBe(1);
    expect(await total({ to: between.toISOString() })).toBe(1);
    expect(await total({ aggregateIds: [`booking-${X1}`] })).toBe(2);
    expect(await total({ aggregateIds: ['another'] })).toBe(0);
    expect(await total({ sources: ['booking'] })).toBe(2);
    expect(await total({ sources: ['referral'] })).toBe(0);
    const [event] = await query<{ id: string }>(
      `select event_id as id from booking.event_log where key = '${X1}' order by version limit 1`,
    );
    const single = await run({ mode: 'single', filter: { eventIds: [event?.id ?? ''] } });
    expect(single).toMatchObject({ state: 'completed', delivered: 1 });
    expect(await seen(true)).toEqual([`${X1} 1`]);
  });

  it('drops what handlers publish and counts it', async () => {
    await confirm(X1, 1);
    await quiet();
    const published = () => query(`select 1 from passport.event_log where key = '${X1}'`);
    expect(await published()).toHaveLength(1);
    expect(await run({ filter: { keys: [X1] } })).toMatchObject({ delivered: 1, dropped: 1 });
    await quiet();
    expect(await published()).toHaveLength(1);
    expect(await run({ filter: { keys: [X1] }, withEffects: true })).toMatchObject({ delivered: 1, dropped: 0 });
    await quiet();
    expect(await published()).toHaveLength(2);
  });

  it('skips effect handlers and counts them, unless effects were asked for', async () => {
    await confirm(X1, 1);
    await quiet();
    expect(calls).toEqual([X1]);
    const filter = { keys: [X1] };
    expect(await run({ consumer: 'letters', filter })).toMatchObject({ total: 1, delivered: 0, suppressed: 1 });
    expect(calls).toEqual([X1]);
    const withEffects = await run({ consumer: 'letters', filter, withEffects: true });
    expect(withEffects).toMatchObject({ delivered: 1, suppressed: 0 });
    expect(calls).toEqual([X1, X1]);
  });

  it('refuses what an author let a projection send', async () => {
    for (const version of [1, 2]) await confirm(X1, version);
    await quiet();
    expect(outside).toEqual([X1, X1]);
    const refused = await run({ consumer: 'reaching-out', filter: { keys: [X1] } });
    expect(refused).toMatchObject({ state: 'completed', delivered: 0, failed: 1, skipped: 1 });
    expect(await replays().exceptions(refused.id)).toMatchObject([
      { kind: 'failed', code: 'OUTBOUND_REFUSED_IN_REPLAY', key: X1 },
      { kind: 'behind', key: X1 },
    ]);
    expect(outside).toHaveLength(2);
    await run({ consumer: 'reaching-out', filter: { keys: [X1] }, withEffects: true });
    expect(outside).toHaveLength(4);
  });

  it('goes on behind a failed event with other keys, and never past it with its own', async () => {
    for (const version of [1, 2]) for (const key of [X1, X2]) await confirm(key, version);
    await quiet();
    broken.add(X1);
    const done = await run({ filter: { keys: [X1, X2] } });
    expect(done).toMatchObject({ state: 'completed', delivered: 2, failed: 1, skipped: 1 });
    expect(await seen(true)).toEqual([`${X2} 1`, `${X2} 2`]);
  });

  it('leaves keys alone that wait behind a dead letter', async () => {
    broken.add(X1);
    for (const version of [1, 2]) for (const key of [X1, X2]) await confirm(key, version);
    await quiet();
    broken.clear();
    expect(await run({ filter: { keys: [X1, X2] } })).toMatchObject({ delivered: 2, skipped: 2 });
    expect(await seen(true)).toEqual([`${X2} 1`, `${X2} 2`]);
    expect(await passport.messaging.deadLetters.redrive('stays', X1)).toEqual({ handled: 2, stillParked: [] });
    expect(await seen(false)).toContain(`${X1} 2`);
  });

  it('repeats while live events of the same keys go on, and ends where it began', async () => {
    for (let version = 1; version <= 40; version += 1) await confirm(X1, version);
    await quiet();
    const { id } = await replays().begin({ ...asked, consumer: 'stays', mode: 'redeliver', filter: { keys: [X1] } });
    for (let version = 41; version <= 60; version += 1) await confirm(X1, version);
    expect(await finished(id)).toMatchObject({ state: 'completed', total: 40, delivered: 40 });
    await quiet();
    expect(await query(`select version, applied from passport.stay where key = '${X1}'`)).toEqual([
      { version: 60, applied: 60 },
    ]);
  });

  it('waits at its rate, pauses, goes on, and is cancelled', async () => {
    for (let version = 1; version <= 30; version += 1) await confirm(X1, version);
    await quiet();
    const { id } = await replays().begin({
      ...{ ...asked, consumer: 'stays', mode: 'redeliver', filter: { keys: [X1] }, rate: 20 },
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
    for (let version = 1; version <= 60; version += 1) await confirm(X1, version);
    await quiet();
    const { id } = await replays().begin({
      ...{ ...asked, consumer: 'stays', mode: 'redeliver', filter: { keys: [X1] }, rate: 100 },
    });
    await new Promise((resolve) => setTimeout(resolve, 250));
    await replays().close(); // the next instance finds it as a crash would leave it, its lease aside
    const left = await replays().find(id);
    expect(left.state).toBe('running');
    expect(processedOf(left)).toBeLessThan(60);
    const heir = await startService(db, 'passport', handlers);
    expect(await finished(id)).toMatchObject({ state: 'completed', delivered: 60 });
    expect(await seen(true)).toHaveLength(60);
    await passport.stop();
    passport = heir;
    registerHooks();
  });

  it('repairs keys that were applied wrongly, and live events wait meanwhile', async () => {
    for (const version of [1, 2, 3]) for (const key of [X1, X2]) await confirm(key, version);
    await quiet();
    await db.query(`update passport.stay set version = 99, applied = 0 where key = '${X1}'`);
    expect(await run({ filter: { keys: [X1] } })).toMatchObject({ delivered: 3 });
    const stay = () => query(`select version, applied from passport.stay where key = '${X1}'`);
    expect(await stay()).toEqual([{ version: 99, applied: 0 }]);
    const { id } = await replays().begin({ ...asked, consumer: 'stays', mode: 'reset-keys', filter: { keys: [X1] } });
    await confirm(X1, 4);
    expect(await finished(id)).toMatchObject({ state: 'completed' });
    await quiet();
    expect(await stay()).toEqual([{ version: 4, applied: 4 }]);
    expect(await query(`select * from passport.parked_key where key = '${X1}'`)).toEqual([]);
    await confirm(X1, 5);
    await quiet();
    expect(await stay()).toEqual([{ version: 5, applied: 5 }]);
  });

  it('keeps keys of a reset parked while their history does not apply, and frees them once it does', async () => {
    for (const version of [1, 2]) await confirm(X1, version);
    await quiet();
    broken.add(X1);
    const failed = await run({ mode: 'reset-keys', filter: { keys: [X1] } });
    expect(failed).toMatchObject({ state: 'failed', lastError: 'BROKEN' });
    expect(await query(`select * from passport.parked_key where key = '${X1}'`)).toHaveLength(1);
    broken.clear();
    await replays().resume(failed.id, 'OPS');
    expect(await finished(failed.id)).toMatchObject({ state: 'completed', delivered: 2 });
    expect(await query(`select * from passport.parked_key where key = '${X1}'`)).toEqual([]);
  });

  it('rebuilds a projection beside the live one, compares, and swaps when told', async () => {
    for (const version of [1, 2, 3]) await confirm(X1, version);
    await quiet();
    await db.query(`update passport.stay set version = 77 where key = '${X1}'`);
    const ready = await run({ mode: 'rebuild' });
    expect(ready.state).toBe('ready');
    expect(ready.result).toMatchObject({ onlyLive: expect.any(Number), onlyRebuilt: expect.any(Number) });
    await confirm(X2, 1);
    await quiet();
    await replays().resume(ready.id, 'OPS', 'looks right');
    expect(await finished(ready.id)).toMatchObject({ state: 'completed' });
    expect(await query(`select key, version from passport.stay where key in ('${X1}', '${X2}') order by key`)).toEqual([
      { key: X1, version: 3 },
      { key: X2, version: 1 },
    ]);
    await confirm(X1, 4);
    await quiet();
    expect(await query(`select version from passport.stay where key = '${X1}'`)).toEqual([{ version: 4 }]);
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
      ...['NO_SUCH_CONSUMER', 'SINGLE_NEEDS_ONE_EVENT_ID', 'RESET_NEEDS_KEYS', 'REBUILD_TAKES_EVERYTHING'],
      ...['REASON_REQUIRED', 'CONSUMER_CANNOT_RESET'],
    ]);
  });
});
