import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import type { Bus } from '#src/bus/bus';
import type { EventRecord } from '#src/publish/event-record';
import { appendToOutbox } from '#src/publish/outbox';
import type { BusHarness } from '../contract/world';
import { scratchDatabase } from './scratch-database';
import { connectionConfig, DedicatedConnection } from '#src/database/connection';
import { OutboxTable } from '#src/relay/outbox-table';
import { TableBatch } from '#src/relay/table-batch';
import { Ownership } from '#src/database/ownership';
import { PostgresBus } from '#src/bus/postgres/postgres-bus';
import { Signals } from '#src/database/signals';

/** Each bus is a process of the booking service that reads its own log. */
const openBus = (dataSource: DataSource): Bus => {
  const config = connectionConfig(dataSource);
  const ownership = new Ownership({ config, schema: 'booking', everyMs: 50 });
  const signals = new Signals(config);
  const bus = new PostgresBus({ config, schema: 'booking', ownership, signals });
  const closeBus = bus.close.bind(bus);
  let closing: Promise<void> | undefined;
  return Object.assign(bus, {
    close: () =>
      (closing ??= closeBus().then(async () => {
        await ownership.close();
        await signals.close();
      })),
  });
};

/** What a relay does: records into the outbox, read back, handed over. */
const publish = async (dataSource: DataSource, bus: Bus, records: readonly EventRecord[]): Promise<void> => {
  const connection = new DedicatedConnection({ config: connectionConfig(dataSource), name: 'contract' });
  try {
    const known = await dataSource.query<{ event_id: string }[]>(
      'select event_id from booking.outbox union all select event_id from booking.event_log where event_id = any($1)',
      [records.map(({ id }) => id)],
    );
    const isNew = ({ id }: EventRecord) => !known.some(({ event_id }) => event_id === id);
    await dataSource.transaction((tx) => appendToOutbox(tx, 'booking', records.filter(isNew)));
    const table = new OutboxTable(connection, 'booking', 'booking');
    const partitions = Array.from({ length: 64 }, (_, partition) => partition);
    const rows = await table.read(
      partitions,
      partitions.map(() => 0),
      { perPartition: 5_000, total: 50_000 },
    );
    await bus.publish(new TableBatch('booking', rows, table));
  } finally {
    await connection.close();
  }
};

/** The embedded bus on a database of its own, for the contract suites. */
export const embeddedHarness = async (): Promise<BusHarness> => {
  const db = await scratchDatabase(['booking']);
  const dataSource = await db.open('booking');
  const breakAll = async () => {
    const admin = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await admin.connect();
    const name = new URL(db.url).pathname.slice(1);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    await admin.end();
  };
  return {
    features: { transactionalCursor: true, retained: true, durable: true },
    open: async () => openBus(dataSource),
    publish: (bus, records) => publish(dataSource, bus, records),
    settle: async (feed, deliveries) => {
      await dataSource.transaction((tx) => feed.commit(deliveries, tx));
      await feed.ack(deliveries);
    },
    interrupt: breakAll,
    busFor: async () => 'postgres',
    close: () => db.drop(),
  };
};
