import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { scratchDatabase, type ScratchDatabase } from '../../proof/harness/scratch-database';
import { isUnhandled } from './unhandled';
import { RosterTable } from './roster-table';

const PATIENCE_MS = 30_000;

describe('what an instance sees of the others of its consumer', () => {
  let db: ScratchDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    db = await scratchDatabase(['assessment']);
    dataSource = await db.open('assessment');
  });
  beforeEach(() => db.query('truncate assessment.consumer_instance, assessment.consumer_want'));
  afterAll(async () => {
    await dataSource.destroy();
    await db.drop();
  });

  const instance = (wants: readonly string[]) => {
    const id = randomUUID();
    const table = new RosterTable(dataSource, 'assessment', id, 'build');
    const entry = { wants: wants.map((type) => `urn:throughcare:event:${type}:1`), knows: [], passed: 0 };
    const look = async (consumer = 'test') => (await table.beat([{ ...entry, consumer }], PATIENCE_MS)).others;
    const addUnhandled = (type: string, count: number) => table.addUnhandled('test', type, count);
    return { id, look, addUnhandled, sees: async () => (await look()).map((other) => other.id) };
  };
  /** The time that nobody could write in. */
  const age = (seconds: number, ids?: readonly string[]) =>
    db.query(
      `update assessment.consumer_instance set seen_at = seen_at - $1 * interval '1 second'
       where $2::uuid[] is null or instance_id = any($2)`,
      [seconds, ids ?? null],
    );
  const lost = () => db.query('select contract from assessment.consumer_want where lost_at is not null');

  it('F-017: after a time without the database nobody is gone before they had the time to sign in again', async () => {
    const [old, next] = [instance(['a']), instance(['a', 'b'])];
    await old.look();
    await next.look();
    await age(300);
    expect(await old.sees()).toEqual([next.id]);
    expect(await old.sees()).toEqual([next.id]);
    expect(await instance(['a']).sees()).toContain(next.id); // one that starts just then
    expect(await lost()).toEqual([]);
    await age(31, [next.id]); // did not come back
    expect(await old.sees()).not.toContain(next.id);
    expect(await lost()).toHaveLength(1);
  });

  describe('F-017: what went by without a handler', () => {
    const told = async () =>
      (await db.query(`select unhandled from assessment.consumer_want w where ${isUnhandled('assessment')}`)).map(
        ({ unhandled }) => Number(unhandled),
      );
    const replayed = async (minutesAgo = 0, { mode = 'redeliver', filter = {}, left = '' } = {}) => {
      const id = randomUUID();
      await db.query(
        `insert into assessment.replay_run (id, consumer, mode, filter, state, with_effects, swap, requested_by, reason, until, created_at)
         values ($1, 'test', $2, $3, 'completed', false, false, 'OPS', 'INC-1', now(), now() - $4 * interval '1 minute')`,
        [id, mode, JSON.stringify(filter), minutesAgo],
      );
      if (left === '') return;
      await db.query(
        `insert into assessment.replay_exception (run_id, event_id, key, type, kind, code)
         values ($1, gen_random_uuid(), 'K', 'b', $2, 'NO')`,
        [id, left],
      );
    };
    const goesBy = async () => {
      const [old, next] = [instance(['a']), instance(['a', 'b'])];
      await next.look();
      await age(31, [next.id]);
      await old.look();
      await old.addUnhandled('b', 3);
      return { old, next };
    };
    beforeEach(() => db.query('delete from assessment.replay_run'));

    it('is told while nobody handles it, and when the handler is back, until a replay has completed since', async () => {
      await replayed(1);
      const { next } = await goesBy();
      expect(await told()).toEqual([3]);
      await next.look();
      expect(await told()).toEqual([3]);
      await replayed();
      expect(await told()).toEqual([]);
    });

    it.each([
      { mode: 'single' },
      { mode: 'reset-keys' },
      { left: 'failed' },
      { left: 'behind' },
      { left: 'parked' },
      { filter: { types: ['a'] } },
      { filter: { types: ['a*', '_'] } },
      { filter: { keys: ['K'] } },
      { filter: { to: '2020-01-01T00:00:00Z' } },
      { filter: { from: '2999-01-01T00:00:00Z' } },
    ])('is told behind a replay that did not give it: %j', async (run) => {
      const { next } = await goesBy();
      await next.look();
      await replayed(0, run);
      expect(await told()).toEqual([3]);
    });

    it.each([{ left: 'discarded' }, { filter: { types: ['x', 'b*'], from: '2020-01-01T00:00:00Z', missed: true } }])(
      'is not told behind one that did: %j',
      async (run) => {
        const { next } = await goesBy();
        await next.look();
        await replayed(0, run);
        expect(await told()).toEqual([]);
      },
    );

    it('is told for a week when it is left out knowingly', async () => {
      const { next } = await goesBy();
      await next.look();
      await db.query(`update assessment.consumer_want set gained_at = gained_at - interval '6 days'`);
      expect(await told()).toEqual([3]);
      await db.query(`update assessment.consumer_want set gained_at = gained_at - interval '2 days'`);
      expect(await told()).toEqual([]);
    });

    it('counts from 0 at the next time if it was dealt with, and goes on if it was not', async () => {
      for (const [isReplayed, expected] of [
        [true, [2]],
        [false, [4]],
      ] as const) {
        const { old, next } = await goesBy();
        await next.look();
        if (isReplayed) await replayed();
        await age(31, [next.id]);
        await old.look();
        await old.addUnhandled('b', isReplayed ? 2 : 1);
        expect(await told()).toEqual(expected);
        await db.query('truncate assessment.consumer_instance, assessment.consumer_want');
        await db.query('delete from assessment.replay_run');
      }
    });
  });

  it('F-017: and who was gone before stays gone', async () => {
    const [old, gone] = [instance(['a']), instance(['a', 'b'])];
    await gone.look();
    await old.look();
    await age(31, [gone.id]);
    expect(await old.sees()).toEqual([]);
    await age(300);
    expect(await old.sees()).toEqual([]);
  });

  it('F-017: one that crashed is gone after 30 s while others looked on', async () => {
    const [old, crashed] = [instance(['a']), instance(['a', 'b'])];
    await crashed.look();
    await old.look();
    for (let round = 0; round < 4; round += 1) {
      await age(10);
      await old.look();
    }
    expect(await old.sees()).toEqual([]);
  });

  it('F-017: what another consumer’s instances did meanwhile says nothing', async () => {
    const [old, next, renamed] = [instance(['a']), instance(['a', 'b']), instance(['a'])];
    await old.look();
    await next.look();
    await age(300);
    await renamed.look('renamed');
    expect(await old.sees()).toEqual([next.id]);
  });
});
