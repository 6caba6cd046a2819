import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus, OutboxBatch } from '../bus/bus';
import { partitionOf } from '../partition';
import { connectionConfig, DedicatedConnection } from '../database/connection';
import type { ScratchDatabase } from '../../proof/harness/scratch-database';
import { scratchDatabase } from '../../proof/harness/scratch-database';
import { OutboxTable } from './outbox-table';
import { RelayLoop } from './relay-loop';
import { Pacer } from '../database/pacer';

const everyPartition = Array.from({ length: 64 }, (_, partition) => partition);

describe('a relay', () => {
  let db: ScratchDatabase;
  let connection: DedicatedConnection;
  let loop: RelayLoop;
  let errors: string[];
  let publish: Bus['publish'];

  const append = (key: string, id: string = randomUUID()) =>
    db.query(
      `insert into booking.outbox (partition, event_id, key, type, aggregate_id, version, payload, headers)
       values ($1, $2, $3, 'test', $3, 1, '{}', '{}')`,
      [partitionOf(key), id, key],
    );
  const log = async () =>
    (await db.query('select key from booking.event_log order by logged_at')).map(({ key }) => key);
  const outbox = async () => (await db.query('select key from booking.outbox order by position')).map(({ key }) => key);
  const until = async (check: () => Promise<boolean>) => {
    for (const end = Date.now() + 5_000; !(await check()) && Date.now() < end;) await sleep(5);
  };

  beforeEach(async () => {
    db = await scratchDatabase(['booking']);
    errors = [];
    publish = (batch) => batch.settle();
    const dataSource = await db.open('booking');
    connection = new DedicatedConnection({ config: connectionConfig(dataSource), name: 'relay under test' });
    const bus = { publish: (batch: OutboxBatch) => publish(batch) } as Bus;
    const onError = (error: unknown) => errors.push(String((error as { code?: string }).code ?? error));
    const table = new OutboxTable(connection, 'booking', 'booking');
    loop = new RelayLoop({ source: 'booking', table, bus, onError });
    loop.start();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await loop.stop();
    await connection.close();
    await db.drop();
  });

  it('gives offsets without gaps in each partition', async () => {
    loop.owned(everyPartition);
    for (let n = 0; n < 30; n += 1) await append(`K${n % 3}`);
    loop.wake();
    await until(async () => (await outbox()).length === 0);
    const rows = await db.query(
      'select partition, count(*)::int as n, max("offset")::int as last, min("offset")::int as first from booking.event_log group by 1',
    );
    for (const { n, first, last } of rows) expect([first, last]).toEqual([1, n]);
  });

  it('moves nothing of a partition it does not own', async () => {
    loop.owned(everyPartition.filter((partition) => partition !== partitionOf('K1')));
    await append('K1');
    await append('K2');
    loop.wake();
    await until(async () => (await log()).length === 1);
    await sleep(30);
    expect(await outbox()).toEqual(['K1']);
  });

  it('keeps what the bus refuses and tries again', async () => {
    let refusals = 3;
    publish = async (batch) => {
      if (refusals > 0) {
        refusals -= 1;
        throw new Error('broker away');
      }
      await batch.settle();
    };
    loop.owned(everyPartition);
    await append('K1');
    loop.wake();
    await until(async () => (await log()).length === 1);
    expect(await log()).toEqual(['K1']);
    expect(errors).toHaveLength(3);
  });

  it('settles the accepted part of a batch and publishes only the rest again', async () => {
    const published: string[] = [];
    publish = async (batch) => {
      const records = await batch.records();
      const accepted = published.length === 0 ? records.slice(0, 1) : records;
      published.push(...accepted.map(({ key }) => key));
      await batch.settle(accepted);
      if (accepted.length < records.length) throw new Error('half');
    };
    await append('K1');
    await append('K1');
    await append('K1');
    loop.owned(everyPartition);
    await until(async () => (await outbox()).length === 0);
    expect(published).toEqual(['K1', 'K1', 'K1']);
    expect(await log()).toHaveLength(3);
  });

  it('F-035: sees what is committed after the sequence went back, as after a failover to a server that lagged', async () => {
    loop.owned(everyPartition);
    for (let n = 0; n < 20; n += 1) await append('K1');
    await until(async () => (await outbox()).length === 0);
    await sleep(300);
    await db.query(`select setval('booking.outbox_position_seq', 5)`);
    await sleep(150);
    await append('K1');
    loop.wake();
    await until(async () => (await outbox()).length === 0);
    expect(await outbox()).toEqual([]);
  });

  it('F-035: forgets what it knew with its connection', async () => {
    loop.owned(everyPartition);
    for (let n = 0; n < 20; n += 1) await append('K1');
    await until(async () => (await outbox()).length === 0);
    await sleep(300);
    await db.query(`select setval('booking.outbox_position_seq', 5)`);
    loop.lost();
    loop.owned(everyPartition);
    for (let n = 0; n < 20; n += 1) await append('K1');
    loop.wake();
    await until(async () => (await outbox()).length === 0);
    expect(await outbox()).toEqual([]);
  });

  it('is not held up by a partition that the log refuses', async () => {
    const id = randomUUID();
    await append('K1', id);
    loop.owned(everyPartition);
    await until(async () => (await log()).length === 1);
    await append('K1', id);
    await append('K2');
    loop.wake();
    await until(async () => (await log()).length === 2);
    expect(await log()).toEqual(['K1', 'K2']);
    expect(await outbox()).toEqual(['K1']);
    expect(errors).toContain('23505');
  });

  it('goes on by itself after its connection was cut', async () => {
    loop.owned(everyPartition);
    await append('K1');
    await until(async () => (await log()).length === 1);
    await db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'relay under test'`,
    );
    await append('K2');
    loop.wake();
    await until(async () => (await log()).length === 2);
    expect(await log()).toEqual(['K1', 'K2']);
  });

  it('rests only when it has seen the end of what is there', async () => {
    const turns: (number | 'rest')[] = [];
    jest.spyOn(Pacer.prototype, 'wait').mockImplementation(async () => {
      turns.push('rest');
      await sleep(5);
    });
    publish = async (batch) => {
      turns.push(batch.size);
      await batch.settle();
    };
    await db.query(
      `insert into booking.outbox (partition, event_id, key, type, aggregate_id, version, payload, headers)
       select 7, gen_random_uuid(), 'K', 'test', 'K', n, '{}', '{}' from generate_series(1, 1100) n`,
    );
    loop.owned(everyPartition);
    await until(async () => (await outbox()).length === 0);
    const from = turns.indexOf(500);
    expect(turns.slice(from, from + 4)).toEqual([500, 500, 100, 'rest']);
  });

  it('goes on where a full batch was cut, so that no partition waits for the whole backlog of those before it', async () => {
    await db.query(
      `insert into booking.outbox (partition, event_id, key, type, aggregate_id, version, payload, headers)
       select n % 16, gen_random_uuid(), 'K', 'test', 'K', 1, '{}', '{}' from generate_series(1, 16 * 1500) n`,
    );
    const batches: number[][] = [];
    publish = async (batch) => {
      batches.push((await batch.records()).map(({ partition }) => partition));
      await batch.settle();
    };
    loop.owned(everyPartition);
    while (batches.length < 5) await sleep(5);
    expect(new Set(batches.slice(0, 5).flat()).size).toBe(16);
  });

  it('lets go of partitions only when their batch is settled', async () => {
    let settled = false;
    publish = async (batch) => {
      await sleep(50);
      await batch.settle();
      settled = true;
    };
    await append('K1');
    loop.owned(everyPartition);
    await sleep(25);
    await loop.release(everyPartition);
    expect(settled || (await outbox()).length === 1).toBe(true);
    expect(loop.owns(partitionOf('K1'))).toBe(false);
  });
});
