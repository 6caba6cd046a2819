import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { partitionOf } from '#src/partition';
import { DedicatedConnection } from '#src/database/connection';
import { OutboxTable } from '#src/relay/outbox-table';
import { ReadMarks } from '#src/relay/read-mark.rules';
import type { ScratchDatabase } from '../harness/scratch-database';
import { stressDatabase } from './tables';

/** Two writers, one order of steps each: why the relay reads as it does. */
describe('an outbox read', () => {
  let db: ScratchDatabase;
  let a: Client;
  let b: Client;
  let reader: Client;
  let connection: DedicatedConnection;

  const connect = async (url = db.url) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    return client;
  };
  const append = (client: Client, key: string, version: number) =>
    client.query(
      `insert into booking.outbox (partition, event_id, key, type, aggregate_id, version, payload, headers)
       values ($1, $2, $3, 'test', $3, $4, '{}', '{}')`,
      [partitionOf(key), randomUUID(), key, version],
    );
  const change = (client: Client, key: string) =>
    client.query(
      `insert into booking.thing (key, version) values ($1, 1) on conflict (key) do update set version = thing.version + 1`,
      [key],
    );
  const names = (rows: { key: string; version: number }[]) => rows.map(({ key, version }) => `${key}${version}`);

  const byPosition = async (after: number) => {
    const sql = 'select key, version, position::int from booking.outbox where position > $1 order by position';
    const { rows } = await reader.query<{ key: string; version: number; position: number }>(sql, [after]);
    return { seen: names(rows), cursor: Math.max(after, ...rows.map((row) => row.position)) };
  };
  const byTransaction = async () => {
    const { rows } = await reader.query<{ key: string; version: number }>(
      `select key, version from booking.outbox
       where xmin::text::bigint < pg_snapshot_xmin(pg_current_snapshot())::text::bigint order by xmin::text::bigint, position`,
    );
    return names(rows);
  };
  /** Our read of one partition, as the relay does it, without moving the rows. */
  const ours = async (key: string, low = 0) => {
    const table = new OutboxTable(connection, 'booking', 'booking');
    const found = await table.read([partitionOf(key)], [low], { perPartition: 100, total: 100 });
    const records = await table.load(found);
    return records.map(({ record }) => `${record.key}${record.version}`);
  };

  /** Other tests write in the same cluster: what waits for all transactions may wait for theirs a moment. */
  const eventually = async <T>(look: () => Promise<T>, expected: T) => {
    const until = Date.now() + 10_000;
    while (JSON.stringify(await look()) !== JSON.stringify(expected) && Date.now() < until) await sleep(5);
    expect(await look()).toEqual(expected);
  };

  beforeEach(async () => {
    db = await stressDatabase();
    [a, b, reader] = [await connect(), await connect(), await connect()];
    connection = new DedicatedConnection({ config: { connectionString: db.url }, name: 'relay under test' });
  });
  afterEach(async () => {
    await connection.close();
    for (const client of [a, b, reader]) await client.end();
    await db.drop();
  });

  it('A: by position alone loses what commits late; by presence it does not', async () => {
    await a.query('begin');
    await append(a, 'slow', 1);
    await b.query('begin');
    await append(b, 'fast', 1);
    await b.query('commit');
    const first = await byPosition(0);
    expect(first.seen).toEqual(['fast1']);
    await a.query('commit');
    expect((await byPosition(first.cursor)).seen).toEqual([]);
    expect(await ours('slow')).toEqual(['slow1']);
  });

  it('B: a transaction horizon does not mend a position cursor', async () => {
    await a.query('begin');
    await change(a, 'early');
    await b.query('begin');
    await append(b, 'late', 1);
    await append(a, 'early', 1);
    await a.query('commit');
    const visible = `select max(position)::int as cursor from booking.outbox
      where xmin::text::bigint < pg_snapshot_xmax(pg_current_snapshot())::text::bigint`;
    const { rows } = await reader.query<{ cursor: number }>(visible);
    await b.query('commit');
    expect((await byPosition(rows[0]?.cursor ?? 0)).seen).toEqual([]);
    expect(await ours('late')).toEqual(['late1']);
  });

  it('C: by transaction id delivers an aggregate backwards; by position it is in order', async () => {
    await a.query('begin');
    await a.query('insert into booking.elsewhere (writer) values (1)');
    await b.query('begin');
    await change(b, 'k');
    await append(b, 'k', 1);
    await b.query('commit');
    await change(a, 'k');
    await append(a, 'k', 2);
    await a.query('commit');
    await eventually(byTransaction, ['k2', 'k1']);
    expect(await ours('k')).toEqual(['k1', 'k2']);
  });

  it('D: by transaction id waits for a writer of another database; ours does not', async () => {
    const elsewhere = await connect(process.env.TEST_POSTGRES_URL);
    await elsewhere.query('begin');
    await elsewhere.query('select pg_current_xact_id()');
    await change(a, 'k');
    await append(a, 'k', 1);
    expect(await byTransaction()).toEqual([]);
    expect(await ours('k')).toEqual(['k1']);
    await elsewhere.query('rollback');
    await elsewhere.query('begin');
    await elsewhere.query('select 1');
    await eventually(byTransaction, ['k1']);
    await elsewhere.end();
  });

  it('E: by transaction id waits for a relay with a row lock; ownership by advisory lock holds nobody up', async () => {
    await change(b, 'lock');
    await b.query('begin');
    await b.query(`select * from booking.thing where key = 'lock' for update`);
    await append(a, 'k', 1);
    expect(await byTransaction()).toEqual([]);
    expect(await ours('k')).toEqual(['k1']);
    await b.query('rollback');
    await b.query('select pg_advisory_lock(1)');
    await append(a, 'k', 2);
    await eventually(byTransaction, ['k1', 'k2']);
  });

  it('F: writers that take turns per partition append in order of commit', async () => {
    await a.query('begin');
    await a.query('select pg_advisory_xact_lock(7)');
    await append(a, 'k', 1);
    await b.query('begin');
    const turn = b.query('select pg_advisory_xact_lock(7)').then(() => append(b, 'k', 2));
    await a.query('commit');
    await turn;
    const first = await byPosition(0);
    await b.query('commit');
    expect([first.seen, (await byPosition(first.cursor)).seen]).toEqual([['k1'], ['k2']]);
  });

  describe('with a mark', () => {
    it('G: the newest ended transaction is no horizon: a running one above it still commits below the mark', async () => {
      const table = new OutboxTable(connection, 'booking', 'booking');
      await a.query('begin');
      await change(a, 'k');
      await append(a, 'k', 1);
      const { rows } = await reader.query<{ xid: string }>(
        'select pg_snapshot_xmax(pg_current_snapshot())::text as xid',
      );
      const position = await table.newestPosition();
      await eventually(() => table.hasPassed({ position, xid: rows[0]?.xid ?? '' }), true);

      const horizon = await table.horizon();
      expect(await table.hasPassed(horizon)).toBe(false);
      await a.query('commit');
      await eventually(() => table.hasPassed(horizon), true);
      expect(await ours('k', position)).toEqual([]);
      expect(await ours('k')).toEqual(['k1']);
    });

    it('skips nothing that commits late, because marks stay below what is undecided', async () => {
      const table = new OutboxTable(connection, 'booking', 'booking');
      const marks = new ReadMarks();
      const partition = partitionOf('k');
      await a.query('begin');
      await change(a, 'k');
      await append(a, 'k', 1);
      const before = await table.horizon();
      await a.query('commit');
      await change(b, 'k');
      await append(b, 'k', 2);
      await eventually(() => table.hasPassed(before), true);
      marks.reached(before);
      marks.advance([{ partition, complete: true, lastRead: 2 }], marks.safePosition);
      expect(marks.lowOf(partition)).toBe(1);
      expect(await ours('k', marks.lowOf(partition))).toEqual(['k2']);
    });
  });
});
