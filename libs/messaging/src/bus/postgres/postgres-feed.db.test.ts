import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../bus';
import { Pacer } from '../../database/pacer';
import type { ScratchDatabase } from '../../../proof/harness/scratch-database';
import { scratchDatabase } from '../../../proof/harness/scratch-database';
import { connectionConfig, DedicatedConnection } from '../../database/connection';
import { LogReader } from './log-reader';
import { NoEventLog, PostgresFeed } from './postgres-feed';

const EVERY_PARTITION = Array.from({ length: 64 }, (_, partition) => partition);

describe('a feed of the event log', () => {
  let db: ScratchDatabase;
  let reading: DedicatedConnection;
  let feed: PostgresFeed;
  let steps: (number | 'rest')[];
  let delivered: Delivery[];

  /** So many in each of these partitions. */
  const log = (events: number, partitions: readonly number[] = [7]) =>
    db.query(
      `insert into booking.event_log (partition, "offset", event_id, key, type, aggregate_id, version, payload, headers, occurred_at)
       select p, n, gen_random_uuid(), 'K', 'test', 'K', n, '{}', '{}', now()
       from generate_series(1, $1::int) n, unnest($2::smallint[]) p`,
      [events, partitions],
    );
  const follow = (types: readonly string[], partitions: readonly number[] = [7], told?: unknown[]) => {
    feed = new PostgresFeed({
      subscription: {
        consumer: 'test',
        sources: ['booking'],
        types,
        handlerVersion: '1',
        deliver: (deliveries) => void delivered.push(...deliveries),
        revoke: () => Promise.resolve(),
      },
      reading,
      schema: 'assessment',
      onError: (_, error) => {
        if (!told) throw error;
        told.push(error);
      },
      leave: () => Promise.resolve(),
    });
    feed.owned(partitions);
    feed.start();
  };
  const until = async (check: () => boolean) => {
    for (const end = Date.now() + 5_000; !check() && Date.now() < end;) await sleep(5);
    expect(check()).toBe(true);
  };

  beforeEach(async () => {
    db = await scratchDatabase(['booking', 'assessment']);
    reading = new DedicatedConnection({
      config: connectionConfig(await db.open('assessment')),
      name: 'feed under test',
    });
    steps = [];
    delivered = [];
    jest.spyOn(Pacer.prototype, 'wait').mockImplementation(async () => {
      steps.push('rest');
      await sleep(5);
    });
    const read = LogReader.prototype.read;
    jest.spyOn(LogReader.prototype, 'read').mockImplementation(async function (this: LogReader, ...asked) {
      const answer = await read.apply(this, asked);
      steps.push(answer.found);
      return answer;
    });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await feed.stop();
    await reading.close();
    await db.drop();
  });

  it('reads on without a rest while a read was cut short, and rests when it has seen the end', async () => {
    await log(700);
    follow(['another']);
    await until(() => delivered.at(-1)?.offset === 700);
    const from = steps.indexOf(200);
    expect(steps.slice(from, from + 5)).toEqual([200, 200, 200, 100, 'rest']);
  });

  it('reads on as well when all partitions together were cut short, none of them alone', async () => {
    await log(20, EVERY_PARTITION);
    follow(['test'], EVERY_PARTITION);
    await until(() => delivered.length === 1_280 && steps.at(-1) === 'rest');
    const from = steps.indexOf(1_000);
    expect(steps.slice(from, from + 3)).toEqual([1_000, 280, 'rest']);
  });

  it('rests as well when a partition has as much in flight as it may', async () => {
    await log(700);
    follow(['test']);
    await until(() => delivered.length === 200 && steps.at(-1) === 'rest');
    const from = steps.indexOf(200);
    expect(steps.slice(from, from + 2)).toEqual([200, 'rest']);
    await feed.ack(delivered);
    await until(() => delivered.length === 400);
  });

  it('waits for a source that has no log yet without an error in the database, then reads it from the start', async () => {
    const read = jest.spyOn(LogReader.prototype, 'read');
    await db.query('alter table booking.event_log rename to event_log_of_tomorrow');
    const told: unknown[] = [];
    follow(['test'], [7], told);
    await until(() => told.length > 3);
    expect(await feed.lag()).toBe(0);
    expect([read.mock.calls, delivered]).toEqual([[], []]);
    expect(told.every((error) => error instanceof NoEventLog)).toBe(true);
    await db.query('alter table booking.event_log_of_tomorrow rename to event_log');
    await log(3);
    feed.wake();
    await until(() => delivered.length === 3);
    read.mockRestore();
  });

  it('owes what it cannot read, and knows nothing of a log that is gone again', async () => {
    await log(3);
    const broken = Object.assign(new Error('a broken page'), { code: 'XX001' });
    const read = jest.spyOn(LogReader.prototype, 'read').mockRejectedValue(broken);
    const told: unknown[] = [];
    follow(['test'], [7], told);
    await until(() => told.length > 3);
    expect(await feed.lag()).toBe(3);
    await db.query('alter table booking.event_log rename to event_log_of_yesterday');
    await until(() => told.at(-1) instanceof NoEventLog);
    await expect(feed.lag()).rejects.toMatchObject({ code: '42P01' });
    read.mockRestore();
  });

  it('does not take a log that it has no right to for one that is not there yet', async () => {
    const other = 'pg_read_all_settings';
    await db.query(
      `grant usage on schema assessment to ${other}; grant all on all tables in schema assessment to ${other}`,
    );
    await reading.query(`set role ${other}`, []);
    const told: unknown[] = [];
    follow(['test'], [7], told);
    await until(() => told.length > 3);
    await expect(feed.lag()).rejects.toMatchObject({ code: '42501' });
  });
});
