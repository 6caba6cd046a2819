// Relays that look right and are not. The suite must catch each of them: then we know that it can fail.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import { Client } from 'pg';
import type { Bus } from '#src/bus/bus';
import { PARTITIONS } from '#src/partition';
import { DedicatedConnection } from '#src/database/connection';
import { OutboxTable } from '#src/relay/outbox-table';
import type { PartitionRead } from '#src/relay/read-mark.rules';
import { ReadMarks } from '#src/relay/read-mark.rules';
import { RelayLoop } from '#src/relay/relay-loop';

export interface BrokenRelay {
  stop(): Promise<void>;
}

export type StartRelay = (config: ClientConfig) => Promise<BrokenRelay>;

const columns = 'event_id, key, type, aggregate_id, version, payload, headers, occurred_at';

/** Publishes rows that a query chooses, as a log with one order per partition. */
const logSql = (rows: string) => `
  with chosen as materialized (${rows}),
  head as (select partition, max("offset") as "offset" from booking.event_log group by partition)
  insert into booking.event_log (partition, "offset", ${columns})
  select c.partition, coalesce(h."offset", 0) + row_number() over (partition by c.partition order by c.nth), ${columns}
  from chosen c left join head h using (partition)`;

const polling = async (config: ClientConfig, turn: (client: Client) => Promise<void>): Promise<BrokenRelay> => {
  const client = new Client(config);
  await client.connect();
  let stopped = false;
  const running = (async () => {
    while (!stopped) {
      await turn(client);
      await sleep(5);
    }
    await turn(client);
    await client.end();
  })();
  return {
    stop: () => {
      stopped = true;
      return running;
    },
  };
};

/** Case A: a position is drawn when a statement runs and seen when its transaction commits. What commits late is never read. */
const positionCursor: StartRelay = async (config) => {
  let cursor = '0';
  return polling(config, async (client) => {
    const { rows } = await client.query<{ last: string | null }>(
      'select max(position) as last from booking.outbox where position > $1',
      [cursor],
    );
    const last = rows[0]?.last;
    if (last == null) return;
    const chosen = 'select position as nth, o.* from booking.outbox o where position > $1 and position <= $2';
    await client.query(logSql(chosen), [cursor, last]);
    cursor = last;
  });
};

/** Case C: transaction ids order by first write anywhere, not by when the aggregate was changed. */
const xidCursor: StartRelay = async (config) => {
  let cursor = { xid: '0', position: '0' };
  const where = `xmin::text::bigint < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    and (xmin::text::bigint, position) > ($1::bigint, $2::bigint)`;
  return polling(config, async (client) => {
    const { rows } = await client.query<{ xid: string; position: string }>(
      `select xmin::text as xid, position from booking.outbox where ${where} order by xmin::text::bigint, position limit 500`,
      [cursor.xid, cursor.position],
    );
    const last = rows[rows.length - 1];
    if (!last) return;
    const chosen = `select row_number() over (order by xmin::text::bigint, position) as nth, o.* from booking.outbox o
      where ${where} and (xmin::text::bigint, position) <= ($3::bigint, $4::bigint)`;
    await client.query(logSql(chosen), [cursor.xid, cursor.position, last.xid, last.position]);
    cursor = last;
  });
};

/** Several relays without ownership: one takes a key's first event, another its second and is faster. */
const skipLocked: StartRelay = async (config) => {
  const relays = await Promise.all(
    Array.from({ length: 4 }, () =>
      polling(config, async (client) => {
        await client.query('begin');
        const { rows } = await client.query<{ position: string }>(
          'select position from booking.outbox order by position limit 5 for update skip locked',
        );
        await sleep(Math.random() * 15); // the broker answers
        const positions = rows.map((row) => row.position);
        await client.query('select pg_advisory_xact_lock(42)');
        await client.query(logSql('select position as nth, o.* from booking.outbox o where position = any($1)'), [
          positions,
        ]);
        await client.query('delete from booking.outbox where position = any($1)', [positions]);
        await client.query('commit');
      }),
    ),
  );
  return { stop: () => Promise.all(relays.map((relay) => relay.stop())).then(() => undefined) };
};

const settlingBus: Bus = {
  features: { transactionalCursor: true, retained: true, durable: true },
  publish: (batch) => batch.settle(),
  subscribe: () => Promise.reject(new Error('publishes only')),
  control: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** Our own relay with these marks, owning everything. */
const withMarks = (marks: ReadMarks): StartRelay => {
  return async (config) => {
    const connection = new DedicatedConnection({ config, name: 'relay under test' });
    const table = new OutboxTable(connection, 'booking', 'booking');
    const loop = new RelayLoop({ source: 'booking', table, bus: settlingBus, marks });
    loop.owned(Array.from({ length: PARTITIONS }, (_, partition) => partition));
    loop.start();
    const poke = setInterval(() => loop.wake(), 5);
    return {
      stop: async () => {
        await sleep(300);
        clearInterval(poke);
        await loop.stop();
        await connection.close();
      },
    };
  };
};

/** "Everything up to the last position we moved is gone": a slow transaction commits below it. */
class DrainedMarks extends ReadMarks {
  private readonly drained = new Map<number, number>();

  override lowOf(partition: number): number {
    return this.drained.get(partition) ?? 0;
  }

  override advance(reads: readonly PartitionRead[]): void {
    for (const { partition, lastRead } of reads) if (lastRead !== undefined) this.drained.set(partition, lastRead);
  }
}

export const relays = {
  'position cursor': positionCursor,
  'transaction id cursor': xidCursor,
  'skip locked without ownership': skipLocked,
  'last drained position as mark': withMarks(new DrainedMarks()),
  ours: withMarks(new ReadMarks()),
} satisfies Record<string, StartRelay>;
