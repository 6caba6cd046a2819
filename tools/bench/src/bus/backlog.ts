import { setTimeout as sleep } from 'node:timers/promises';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { partitionOf, type ScratchDatabase } from '@throughcare/messaging/proof';
import { benchDatabase, KEYS } from '../tables';

const monthSql = (month: Date): string => {
  const [first = '', next = ''] = [0, 1].map((ahead) =>
    new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + ahead, 1)).toISOString().slice(0, 10),
  );
  const name = `inbox_${first.slice(0, 7).replace('-', '_')}`;
  return `create table assessment.${name} partition of assessment.inbox for values from ('${first}') to ('${next}')`;
};

/** Tables of a producer and a consumer, with this month's and the next month's inbox: raw clients make none. */
export const freshDatabase = async (serverUrl: string): Promise<ScratchDatabase> => {
  const db = await benchDatabase(serverUrl);
  const now = new Date();
  await db.query(monthSql(now));
  await db.query(monthSql(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1))));
  return db;
};

/** Committed changes whose events wait in the outbox, all at once: `rows` over all keys, a multiple of the number of keys. */
export const fillOutbox = async (db: ScratchDatabase, rows: number): Promise<void> => {
  const each = Math.ceil(rows / KEYS);
  const keys = Array.from({ length: KEYS }, (_, n) => `X${n + 1}`);
  const payload = JSON.stringify(BookingConfirmed.example);
  const headers = JSON.stringify({ dataschema: BookingConfirmed.dataschema, correlationid: 'bench' });
  await db.query(
    `with changed as (update booking.thing set version = version + $1 returning key, version)
     insert into booking.outbox (partition, event_id, key, type, aggregate_id, version, payload, headers)
     select k.partition, uuidv7(), k.key, $4, k.key, c.version - $1 + n, $5, $6::jsonb
     from generate_series(1, $1) n cross join unnest($2::text[], $3::int[]) as k(key, partition)
     join changed c using (key) order by n, k.key`,
    [each, keys, keys.map(partitionOf), BookingConfirmed.type, payload, headers],
  );
};

const PATIENCE_MS = 60_000;

/** Waits until `left` says 0; gives up when it has not changed for a minute, and the verdict then shows what is missing. */
const untilNone = async (left: () => Promise<number>): Promise<void> => {
  let before = NaN;
  for (let changed = Date.now(); Date.now() - changed < PATIENCE_MS; await sleep(50)) {
    const now = await left();
    if (now === 0) return;
    if (now !== before) changed = Date.now();
    before = now;
  }
};

const count = async (db: ScratchDatabase, sql: string): Promise<number> => {
  // The server may be down for a measurement: nothing is known meanwhile.
  const [row] = await db.query(sql).catch(() => []);
  return Number(row?.['left'] ?? -1);
};

export const outboxIsEmpty = (db: ScratchDatabase): Promise<void> =>
  untilNone(() => count(db, 'select count(*) as left from booking.outbox'));

/** Every committed change has had its effect. */
export const allArrived = (db: ScratchDatabase): Promise<void> =>
  untilNone(() =>
    count(
      db,
      `select (select sum(version) from booking.thing)
         - (select coalesce(sum(version), 0) from assessment.projection) as left`,
    ),
  );
