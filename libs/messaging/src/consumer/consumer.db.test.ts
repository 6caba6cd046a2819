import { setTimeout as sleep } from 'node:timers/promises';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventEnvelope } from '@throughcare/events/define-event';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import type { EventContext } from '../event-pattern';
import { partitionOf } from '../partition';
import type { ScratchDatabase } from '../testing/scratch-database';
import { scratchDatabase } from '../testing/scratch-database';
import { settled } from '../testing/settled';
import type { TestBatchHandler, TestHandler, TestService } from '../testing/test-service';
import { startService } from '../testing/test-service';

const failing = (kind: string, code: string) => Object.assign(new Error('told to'), { kind, code });
const confirmed = BookingConfirmed.of(BookingConfirmed.example);

/** Keys that share one lane, so that they come in one batch. */
const keysOfOneLane = (count: number): string[] => {
  const keys: string[] = [];
  for (let n = 0; keys.length < count; n += 1) if (partitionOf(`K${n}`) % 8 === 3) keys.push(`K${n}`);
  return keys;
};

describe('a consumer', () => {
  let db: ScratchDatabase;
  let booking: TestService;
  let running: TestService[];

  const effects = 'create table assessment.effect (n serial, key text, version int)';
  const insert = (tx: EventContext['tx'] | DataSource, event: EventEnvelope) =>
    tx.query('insert into assessment.effect (key, version) values ($1, $2)', [event.subject, event.aggregateversion]);
  const consume = async (
    handle: (event: EventEnvelope, context: EventContext) => Promise<unknown>,
    over: Partial<TestHandler> = {},
  ) => {
    const handler: TestHandler = {
      consumer: 'test',
      type: BookingConfirmed.type,
      ...over,
      handle: async (event, context) => void (await handle(event, context)),
    };
    const service = await startService(db, 'assessment', [handler]);
    running.push(service);
    return service;
  };
  const confirm = (key: string, version = 1) =>
    booking.messaging.unitOfWork.run(async (_tx, publish) => publish({ id: key, key, version }, [confirmed]));
  const quiet = () => settled([booking, ...running], 15_000);
  const seen = async () =>
    (await db.query('select key, version from assessment.effect order by n')).map(
      ({ key, version }) => `${String(key)} ${String(version)}`,
    );
  const letters = () =>
    db.query('select key, state, code, error_class, attempts from assessment.dead_letter order by id');
  const until = async (check: () => boolean | Promise<boolean>) => {
    for (const end = Date.now() + 10_000; !(await check()) && Date.now() < end;) await sleep(5);
  };

  beforeEach(async () => {
    db = await scratchDatabase(['booking', 'assessment'], undefined, effects);
    running = [];
    booking = await startService(db, 'booking');
  });
  afterEach(async () => {
    for (const service of [...running, booking]) await service.stop();
    await db.drop();
  });

  it('puts the whole batch into one transaction, and isolates the one that fails', async () => {
    const keys = keysOfOneLane(20);
    const transactions = new Map<string, string>();
    await Promise.all(keys.map((key) => confirm(key)));
    await settled([booking]);
    await consume(async (event, { tx }) => {
      if (event.subject === keys[7]) throw failing('conflict', 'NOT_THIS_ONE');
      const [row] = await tx.query<{ xid: string }[]>('select pg_current_xact_id()::text as xid');
      transactions.set(event.subject, row?.xid ?? '');
      await insert(tx, event);
    });
    await quiet();
    expect(new Set(await seen()).size).toBe(19);
    expect(await seen()).toHaveLength(19);
    expect(await letters()).toEqual([
      { key: keys[7], state: 'failed', code: 'NOT_THIS_ONE', error_class: 'permanent', attempts: 1 },
    ]);
    expect(new Set(transactions.values()).size).toBe(19);

    transactions.clear();
    const others = keys.filter((key) => key !== keys[7]);
    await booking.messaging.unitOfWork.run(async (_tx, publish) => {
      for (const key of others) publish({ id: key, key, version: 2 }, [confirmed]);
    });
    await quiet();
    expect(transactions.size).toBe(19);
    expect(new Set(transactions.values()).size).toBeLessThan(5);
  });

  it('gives a batch handler neighbours of one type in one call', async () => {
    const sizes: number[] = [];
    for (let version = 1; version <= 30; version += 1) await confirm('K1', version);
    await settled([booking]);
    const handler: TestBatchHandler = {
      consumer: 'test',
      type: BookingConfirmed.type,
      batch: true,
      handle: (events) => void sizes.push(events.length),
    };
    running.push(await startService(db, 'assessment', [handler]));
    await quiet();
    expect(sizes).toEqual([30]);
  });

  it('waits for what is unavailable, counts tries across restarts, and makes no dead letter of it', async () => {
    let away = true;
    const handle = async (event: EventEnvelope, { tx }: EventContext) => {
      if (away) throw failing('unavailable', 'UPSTREAM_DOWN');
      await insert(tx, event);
    };
    const tries = async () => {
      const [row] = await db.query('select attempts, error from assessment.delivery_attempt');
      return Number(row?.attempts ?? 0);
    };
    const first = await consume(handle);
    await confirm('K1');
    await until(async () => (await tries()) >= 3);
    await first.stop();
    running.pop();
    const before = await tries();
    await consume(handle);
    await until(async () => (await tries()) > before);
    expect(await tries()).toBeGreaterThan(before);
    away = false;
    await quiet();
    expect(await seen()).toEqual(['K1 1']);
    expect(await letters()).toEqual([]);
    await until(async () => (await tries()) === 0);
    expect(await tries()).toBe(0);
  });

  it('lets other lanes go on while one waits', async () => {
    const slow = keysOfOneLane(1)[0] ?? '';
    await consume(async (event, { tx }) => {
      if (event.subject === slow) throw failing('unavailable', 'UPSTREAM_DOWN');
      await insert(tx, event);
    });
    await confirm(slow);
    await confirm('another');
    await until(async () => (await seen()).length > 0);
    expect(await seen()).toEqual(['another 1']);
  });

  it('gives up after five tries on what is not found', async () => {
    await consume(() => Promise.reject(failing('not-found', 'NO_REFERRAL')));
    await confirm('K1');
    await quiet();
    expect(await letters()).toEqual([
      { key: 'K1', state: 'failed', code: 'NO_REFERRAL', error_class: 'hopeful', attempts: 5 },
    ]);
  });

  it('keeps what a bug said out of the dead letter: messages may name people', async () => {
    await consume(() => Promise.reject(new TypeError('Cannot read Jane Doe')));
    await confirm('K1');
    await quiet();
    expect(JSON.stringify(await db.query('select * from assessment.dead_letter'))).not.toContain('Jane');
    expect(await letters()).toMatchObject([{ code: 'TypeError', error_class: 'permanent', attempts: 1 }]);
  });

  it('repeats a transaction whose connection died half way, with one effect', async () => {
    let attempts = 0;
    await consume(async (event, { tx, publish }) => {
      attempts += 1;
      await insert(tx, event);
      publish({ id: 'a', key: event.subject, version: 1 }, [AssessmentClosed.of(AssessmentClosed.example)]);
      if (attempts === 1) {
        const admin = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
        await admin.connect();
        const [row] = await tx.query<{ pid: number }[]>('select pg_backend_pid() as pid');
        await admin.query('select pg_terminate_backend($1)', [row?.pid]);
        await admin.end();
      }
    });
    await confirm('K1');
    await quiet();
    expect(attempts).toBeGreaterThan(1);
    expect(await seen()).toEqual(['K1 1']);
    expect(await db.query('select type from assessment.event_log')).toHaveLength(1);
    expect(await letters()).toEqual([]);
  });

  it('does not take a commit for one that would roll back, because somebody caught a database error', async () => {
    await consume(async (event, { tx }) => {
      await insert(tx, event);
      await tx.query('select 1/0').catch(() => undefined);
    });
    await confirm('K1');
    await quiet();
    expect(await seen()).toEqual([]);
    expect(await letters()).toMatchObject([{ key: 'K1', code: 'TRANSACTION_ABORTED' }]);
  });

  it('runs an effect outside any transaction, and its events leave with the inbox row', async () => {
    let inTransaction: boolean | undefined;
    const service = await consume(
      async (event, { tx, publish }) => {
        inTransaction = tx !== service.dataSource.manager;
        publish({ id: 'a', key: event.subject, version: 1 }, [AssessmentClosed.of(AssessmentClosed.example)]);
      },
      { kind: 'effect' },
    );
    await confirm('K1');
    await quiet();
    expect(inTransaction).toBe(false);
    expect(await db.query('select 1 from assessment.inbox')).toHaveLength(1);
    expect(await db.query('select 1 from assessment.event_log')).toHaveLength(1);
  });

  it('repeats an effect whose outcome is unknown, and one by one keeps their order', async () => {
    const calls: number[] = [];
    await consume(
      async (event) => {
        calls.push(event.aggregateversion);
        if (calls.length === 2) throw failing('unavailable', 'TIMEOUT');
      },
      { kind: 'effect' },
    );
    for (const version of [1, 2, 3]) await confirm('K1', version);
    await quiet();
    expect(calls).toEqual([1, 2, 2, 3]);
  });

  it('finishes its batch when it is closed, and another process goes on from there', async () => {
    let begun = 0;
    const slowly = async (event: EventEnvelope, { tx }: EventContext) => {
      begun += 1;
      await sleep(30);
      await insert(tx, event);
    };
    for (let version = 1; version <= 120; version += 1) await confirm('K1', version);
    const first = await consume(slowly);
    await until(() => begun >= 3);
    await first.stop();
    running.pop();
    const done = (await seen()).length;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(120);
    await consume(insertOnly);
    await quiet();
    expect(await seen()).toEqual(Array.from({ length: 120 }, (_, index) => `K1 ${index + 1}`));
  });

  it('shares partitions between two processes and loses nothing when one goes', async () => {
    await consume(insertOnly);
    const second = await consume(insertOnly);
    await sleep(300);
    const keys = Array.from({ length: 40 }, (_, n) => `K${n}`);
    for (const key of keys) await confirm(key);
    await second.stop();
    running.pop();
    for (const key of keys) await confirm(key, 2);
    await quiet();
    expect((await seen()).sort()).toEqual(keys.flatMap((key) => [`${key} 1`, `${key} 2`]).sort());
  });

  it('refuses an event from before the dedupe horizon', async () => {
    await db.query(`insert into assessment.inbox_horizon (day) values ('2200-01-01')`);
    await consume(insertOnly);
    await confirm('K1');
    await quiet();
    expect(await seen()).toEqual([]);
    expect(await letters()).toMatchObject([{ code: 'BEYOND_DEDUPE_HORIZON', error_class: 'permanent' }]);
  });

  it('makes a dead letter of an event it cannot read', async () => {
    await consume(insertOnly);
    await db.query(
      `insert into booking.outbox (partition, event_id, key, type, aggregate_id, version, payload, headers) values
       ($1, gen_random_uuid(), 'K1', $2, 'a', 1, '{"half":', '{"dataschema":"urn:throughcare:event:x:1","correlationid":"c"}')`,
      [partitionOf('K1'), BookingConfirmed.type],
    );
    await confirm('K2');
    await quiet();
    expect(await seen()).toEqual(['K2 1']);
    expect(await letters()).toMatchObject([{ key: 'K1', code: 'MALFORMED_EVENT' }]);
  });

  it('waits quietly for a source that has no tables yet', async () => {
    await db.query('drop schema booking cascade');
    const service = await consume(insertOnly);
    await sleep(100);
    expect(service.messaging.server.isIdle).toBe(true);
  });

  it('is served by the poll when the notification connection is gone, and listens again', async () => {
    await consume(insertOnly);
    await confirm('K1');
    await quiet();
    const killed = await db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'throughcare signals' and datname = current_database()`,
    );
    expect(killed.length).toBeGreaterThan(0);
    await confirm('K1', 2);
    await quiet();
    expect(await seen()).toEqual(['K1 1', 'K1 2']);
    const listening = async () =>
      (
        await db.query(
          `select 1 from pg_stat_activity where application_name = 'throughcare signals' and datname = current_database()`,
        )
      ).length === 2;
    await until(listening);
    expect(await listening()).toBe(true);
  });

  const insertOnly = async (event: EventEnvelope, { tx }: EventContext) => {
    await insert(tx, event);
  };
});
