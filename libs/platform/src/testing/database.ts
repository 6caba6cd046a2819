import { createHash, randomBytes } from 'node:crypto';
import { Client, escapeIdentifier as name, escapeLiteral as literal } from 'pg';
import type { EntityClass, MigrationClass } from '../database/database.module';
import { migrate } from '../database/migrate';
import { provision, serviceUrl } from '../database/provision';

export interface TestDatabaseOptions {
  readonly schema: string;
  readonly migrations: readonly MigrationClass[];
  readonly entities?: readonly EntityClass[];
}

export interface TestDatabase {
  /** With a role that owns its schema and nothing else: what the application gets. */
  readonly url: string;
  /** As superuser, for setting up what a service may not do. */
  readonly adminUrl: string;
  readonly schema: string;
  drop(): Promise<void>;
}

const PREFIX = 'throughcare_test_';
const TEMPLATE_LOCK = 7_264_310_012;
const PASSWORD = 'throughcare';

const adminUrl = (): string => {
  const url = process.env['TEST_POSTGRES_URL'];
  if (!url) throw new Error('TEST_POSTGRES_URL is not set: Jest runs this with its global set-up');
  return url;
};

const withAdmin = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: adminUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** What the migrations would do, by running them against a recorder: their SQL changes, so the template changes. */
const fingerprint = async ({ schema, migrations }: TestDatabaseOptions): Promise<string> => {
  const hash = createHash('sha256').update(schema);
  for (const Migration of migrations) {
    const record = async (...args: unknown[]) => void hash.update(JSON.stringify(args));
    const recorder = new Proxy({}, { get: () => record });
    const migration = new Migration();
    hash.update(`${migration.name ?? Migration.name}${Migration.toString()}`);
    await migration.up(recorder as never).catch(() => undefined); // one that reads results cannot be recorded to its end
  }
  return hash.digest('hex').slice(0, 12);
};

const serviceOf = (schema: string) => ({ schema, role: `${PREFIX}${schema}`, password: PASSWORD });
const inDatabase = (database: string): string => {
  const url = new URL(adminUrl());
  url.pathname = `/${database}`;
  return url.href;
};

/** The comment says when a database was made, so that what a killed run left behind can be told. By the server's clock: a test's may be set. */
const stamp = async (client: Client, database: string): Promise<void> => {
  const { rows } = await client.query<{ now: string }>('select clock_timestamp()::text as now');
  await client.query(`comment on database ${name(database)} is ${literal(rows[0]?.now ?? '')}`);
};

const sweep = async (client: Client): Promise<void> => {
  const { rows: old } = await client.query<{ datname: string }>(
    `select d.datname from pg_database d
     where d.datname like $1 and not exists (select from pg_stat_activity a where a.datname = d.datname)
       and shobj_description(d.oid, 'pg_database')::timestamptz < clock_timestamp() - interval '1 day'`,
    [`${PREFIX.replaceAll('_', '\\_')}%`],
  );
  for (const { datname } of old) await client.query(`drop database if exists ${name(datname)}`);
};

/** Under the template lock: makes the template when there is none. Half-made ones have another name. */
const ensureTemplate = async (client: Client, template: string, options: TestDatabaseOptions): Promise<void> => {
  const found = await client.query('select 1 from pg_database where datname = $1', [template]);
  if (found.rowCount) return;
  await sweep(client);
  const building = `${template}_building`;
  await client.query(`drop database if exists ${name(building)} with (force)`);
  const service = serviceOf(options.schema);
  const urls = await provision(adminUrl(), [service], { database: building });
  const connection = { url: urls.get(options.schema) ?? '', name: 'template', onPoolError: () => undefined };
  await migrate(connection, { schema: options.schema, entities: [], migrations: options.migrations });
  await client.query(`alter database ${name(building)} rename to ${name(template)}`);
  await stamp(client, template);
};

/** A fresh database with these migrations, cloned from a template in about 30 ms. Needs TEST_POSTGRES_URL (Jest's global set-up). */
export const testDatabase = async (options: TestDatabaseOptions): Promise<TestDatabase> => {
  const { schema } = options;
  const template = `${PREFIX}${schema}_${await fingerprint(options)}`;
  const database = `${PREFIX}${schema}_${randomBytes(6).toString('hex')}`;
  await withAdmin(async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await ensureTemplate(client, template, options);
    await client.query(`create database ${name(database)} template ${name(template)}`);
    await stamp(client, database);
  });
  return {
    url: serviceUrl(adminUrl(), serviceOf(schema), database),
    adminUrl: inDatabase(database),
    schema,
    drop: () =>
      withAdmin(async (client) => void (await client.query(`drop database if exists ${name(database)} with (force)`))),
  };
};
