// The database of a release that runs somewhere: what its migrations made, and every row of a region, a journey and an event that was
// not relayed yet. `databases/README.md` says how it was recorded.
import { provision } from '@throughcare/platform/database/provision';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import { schemaOf } from '../database/database';
import { freePort, startPostgres } from '../database/postgres';
import { SERVICES, root } from '../settings';

const DATABASE = 'throughcare';
const RECORDED_ON = '2026-11-30';

/** Stays are as far from today as they were from the day of the recording. */
const MOVE_STAYS = `
update booking.booking set arrival_date = arrival_date + days, departure_date = departure_date + days,
    original_arrival_date = original_arrival_date + days, original_departure_date = original_departure_date + days,
    effective_end_date = effective_end_date + days
  from (select current_date - date '${RECORDED_ON}' as days) as since;
create temporary table held as select * from booking.occupancy;
truncate booking.occupancy;
insert into booking.occupancy select id, kind, bedspace_id, daterange(lower(period) + days, upper(period) + days)
  from held, (select current_date - date '${RECORDED_ON}' as days) as since;`;

/** What each row of a business table says; later releases add columns and rows. */
export type Rows = ReadonlyMap<string, readonly string[]>;

/** Tables whose rows stay as they are. */
const KEPT = [
  'referral.application',
  'referral.event_log',
  'assessment.assessment',
  'assessment.note',
  'assessment.event_log',
  'booking.premises',
  'booking.bedspace',
  'booking.booking',
  'booking.booking_action',
  'booking.occupancy',
  'booking.event_log',
  'passport.person',
  'passport.pathway_change',
  'passport.event_log',
  'gateway.sync_operation',
  'gateway.event_detail',
  'gateway.identity_link',
  'gateway.event_log',
];
/** What goes on by itself: risks that could not be had are asked for again, and the event that waited has its effect. */
const GOES_ON: Readonly<Record<string, string>> = { 'referral.application': 'risks', 'passport.person': 'version' };

const columnsOf = async (client: Client, table: string): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> $2 order by attname`,
    [table, GOES_ON[table] ?? ''],
  );
  return rows.map(({ name }) => name);
};

/** Rows of every kept table, as the columns that it had at the recording say it. */
export const rowsOf = async (client: Client, columns: ReadonlyMap<string, readonly string[]>): Promise<Rows> => {
  const all = new Map<string, string[]>();
  for (const [table, names] of columns) {
    const list = names.map((name) => `"${name}"`).join(', ');
    const { rows } = await client.query<{ row: string }>(
      `select md5(to_jsonb(r)::text) as row from (select ${list} from ${table}) r order by 1`,
    );
    all.set(
      table,
      rows.map(({ row }) => row),
    );
  }
  return all;
};

export interface Earlier {
  readonly columns: ReadonlyMap<string, readonly string[]>;
  readonly rows: Rows;
}

const fill = async (client: Client): Promise<Earlier> => {
  await client.query(gunzipSync(readFileSync(join(root, 'tools/local/databases/c83c345.sql.gz'))).toString());
  await client.query(MOVE_STAYS);
  const columns = new Map<string, string[]>();
  for (const table of KEPT) columns.set(table, await columnsOf(client, table));
  return { columns, rows: await rowsOf(client, columns) };
};

/** Makes it in the folder where a local system then finds its database. */
export const restoreEarlier = async (dataDir: string): Promise<Earlier> => {
  const port = await freePort();
  const server = await startPostgres({ directory: join(dataDir, 'postgres'), port, durable: false, persistent: true });
  try {
    const schemas = SERVICES.map((name) => ({ schema: schemaOf(name), password: 'earlier' }));
    await provision(server.url, schemas, { database: DATABASE });
    const url = new URL(server.url);
    url.pathname = `/${DATABASE}`;
    const client = new Client({ connectionString: url.href });
    await client.connect();
    try {
      return await fill(client);
    } finally {
      await client.end();
    }
  } finally {
    await server.stop();
  }
};
