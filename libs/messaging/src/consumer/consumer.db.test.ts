import type { EventEnvelope } from '@throughcare/events/define-event';
import { Inbox } from './inbox';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventContext } from './on-event';
import { ConsumerKit, confirmed, failing, keysOfOneLane, until } from '../../proof/harness/consumer-kit';
import { settled } from '../../proof/harness/settled';
import type { TestBatchHandler } from '../../proof/harness/test-service';
import { startService } from '../../proof/harness/test-service';

describe('a consumer', () => {
  let kit: ConsumerKit;

  beforeEach(async () => {
    kit = await ConsumerKit.start();
  });
  afterEach(() => kit.end());

  it('puts the whole batch into one transaction, and isolates the one that fails', async () => {
    const keys = keysOfOneLane(20);
    const transactions = new Map<string, string>();
    await Promise.all(keys.map((key) => kit.confirm(key)));
    await settled([kit.booking]);
    await kit.consume(async (event, { tx }) => {
      if (event.subject === keys[7]) throw failing('conflict', 'NOT_THIS_ONE');
      const [row] = await tx.query<{ xid: string }[]>('select pg_current_xact_id()::text as xid');
      transactions.set(event.subject, row?.xid ?? '');
      await kit.insert(tx, event);
    });
    await kit.quiet();
    expect(new Set(await kit.seen()).size).toBe(19);
    expect(await kit.seen()).toHaveLength(19);
    expect(await kit.letters()).toEqual([
      { key: keys[7], state: 'failed', code: 'NOT_THIS_ONE', error_class: 'permanent', attempts: 1 },
    ]);
    expect(new Set(transactions.values()).size).toBe(19);

    transactions.clear();
    const others = keys.filter((key) => key !== keys[7]);
    await kit.booking.messaging.unitOfWork.run(async (_tx, publish) => {
      for (const key of others) publish({ id: key, key, version: 2 }, [confirmed]);
    });
    await kit.quiet();
    expect(transactions.size).toBe(19);
    expect(new Set(transactions.values()).size).toBeLessThan(5);
  });

  it('gives a batch handler neighbours of one type in one call', async () => {
    const sizes: number[] = [];
    for (let version = 1; version <= 30; version += 1) await kit.confirm('K1', version);
    await settled([kit.booking]);
    const handler: TestBatchHandler = {
      consumer: 'test',
      type: BookingConfirmed.type,
      batch: true,
      handle: (events) => void sizes.push(events.length),
    };
    kit.running.push(await startService(kit.db, 'assessment', [handler]));
    await kit.quiet();
    expect(sizes).toEqual([30]);
  });

  it('runs an effect outside any transaction, and its events leave with the inbox row', async () => {
    let inTransaction: boolean | undefined;
    const service = await kit.consume(
      async (event, { tx, publish }) => {
        inTransaction = tx !== service.dataSource.manager;
        publish({ id: 'a', key: event.subject, version: 1 }, [AssessmentClosed.of(AssessmentClosed.example)]);
      },
      { kind: 'effect' },
    );
    await kit.confirm('K1');
    await kit.quiet();
    expect(inTransaction).toBe(false);
    expect(await kit.db.query('select 1 from assessment.inbox')).toHaveLength(1);
    expect(await kit.db.query('select 1 from assessment.event_log')).toHaveLength(1);
  });

  it('sets an effect off though its key was freed between the question and the admission', async () => {
    let setOff = 0;
    jest.spyOn(Inbox.prototype, 'peek').mockResolvedValueOnce('parked');
    await kit.consume(async () => void (setOff += 1), { kind: 'effect' });
    await kit.confirm('K1');
    await kit.quiet();
    expect([setOff, await kit.letters()]).toEqual([1, []]);
    expect(await kit.db.query('select 1 from assessment.inbox')).toHaveLength(1);
  });

  it('finishes its batch when it is closed, and another process goes on from there', async () => {
    let begun = 0;
    const slowly = async (event: EventEnvelope, { tx }: EventContext) => {
      begun += 1;
      await sleep(30);
      await kit.insert(tx, event);
    };
    for (let version = 1; version <= 120; version += 1) await kit.confirm('K1', version);
    const first = await kit.consume(slowly);
    await until(() => begun >= 3);
    await first.stop();
    kit.running.pop();
    const done = (await kit.seen()).length;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(120);
    await kit.consume(kit.insertOnly);
    await kit.quiet();
    expect(await kit.seen()).toEqual(Array.from({ length: 120 }, (_, index) => `K1 ${index + 1}`));
  });

  it('shares partitions between two processes and loses nothing when one goes', async () => {
    await kit.consume(kit.insertOnly);
    const second = await kit.consume(kit.insertOnly);
    await sleep(300);
    const keys = Array.from({ length: 40 }, (_, n) => `K${n}`);
    for (const key of keys) await kit.confirm(key);
    await second.stop();
    kit.running.pop();
    for (const key of keys) await kit.confirm(key, 2);
    await kit.quiet();
    expect((await kit.seen()).sort()).toEqual(keys.flatMap((key) => [`${key} 1`, `${key} 2`]).sort());
  });

  it('waits quietly for a source that has no tables yet', async () => {
    await kit.db.query('drop schema booking cascade');
    const service = await kit.consume(kit.insertOnly);
    await sleep(100);
    expect(service.messaging.server.isIdle).toBe(true);
  });

  it('is served by the poll when the notification connection is gone, and listens again', async () => {
    await kit.consume(kit.insertOnly);
    await kit.confirm('K1');
    await kit.quiet();
    const killed = await kit.db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'throughcare signals' and datname = current_database()`,
    );
    expect(killed.length).toBeGreaterThan(0);
    await kit.confirm('K1', 2);
    await kit.quiet();
    expect(await kit.seen()).toEqual(['K1 1', 'K1 2']);
    const listening = async () =>
      (
        await kit.db.query(
          `select 1 from pg_stat_activity where application_name = 'throughcare signals' and datname = current_database()`,
        )
      ).length === 2;
    await until(listening);
    expect(await listening()).toBe(true);
  });
});
