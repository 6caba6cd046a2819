import { setTimeout as sleep } from 'node:timers/promises';
import { diagnose } from '@throughcare/base/retry.rules';
import type { DataSource, EntityManager } from 'typeorm';
import { failing } from '../../proof/harness/consumer-kit';
import { aRecord } from '../../proof/harness/records';
import { type ScratchDatabase, scratchDatabase } from '../../proof/harness/scratch-database';
import { DeadLetterTable } from './dead-letters/dead-letter-table';
import { Inbox } from './inbox';

const [OLD, NEW] = ['X900001', 'X900002'];

describe('an event whose aggregate has a letter under another key that keeps more than that', () => {
  let db: ScratchDatabase;
  let source: DataSource;
  const letters = new DeadLetterTable('assessment', 'local');
  const next = aRecord({ key: NEW, aggregateId: 'a', version: 2 });

  beforeEach(async () => {
    db = await scratchDatabase(['assessment']);
    source = await db.open('assessment', 3);
    const [first, other] = [aRecord({ key: OLD, aggregateId: 'a' }), aRecord({ key: OLD, aggregateId: 'b' })];
    await letters.fail(source.manager, 'test', first, diagnose(failing('conflict', 'NO')), 1);
    await letters.wait(source.manager, 'test', [other]);
  });
  afterEach(async () => {
    await source.destroy();
    await db.drop();
  });

  /** Keys that are held, asked while somebody does this to the letter and keeps the lock on its key. */
  const heldWhile = async (work: (tx: EntityManager, id: string) => Promise<unknown>) => {
    const [letter] = await letters.list(source.manager);
    let asked: Promise<ReadonlySet<string>> | undefined;
    const changed = source.transaction(async (tx) => {
      await letters.lock(tx, 'test', OLD);
      await work(tx, letter?.id ?? '');
      asked = source.transaction((lane) => new Inbox(source, 'assessment', 'test').behind(lane, [next]));
      for (let waits = 0; waits === 0; await sleep(10)) {
        const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
        waits = (await db.query(waiting)).length;
      }
    });
    await changed;
    return [...((await asked) ?? [])];
  };

  it('waits for it', async () => {
    expect(await heldWhile(async () => undefined)).toEqual([NEW]);
  });

  it.each<[string, (tx: EntityManager, id: string) => Promise<unknown>]>([
    ['released', (tx, id) => letters.release(tx, id, { actor: 'OPS' })],
    ['discarded', (tx, id) => letters.discard(tx, id, 'a test')],
  ])('does not wait for it once it was %s', async (_what, work) => {
    expect(await heldWhile(work)).toEqual([]);
  });
});
