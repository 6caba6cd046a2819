import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { scratchDatabase, type ScratchDatabase } from '../../proof/harness/scratch-database';
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
    return { id, look, sees: async () => (await look()).map((other) => other.id) };
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
