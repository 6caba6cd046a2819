import { Client, escapeIdentifier as name, escapeLiteral as literal } from 'pg';

export interface ServiceSchema {
  readonly schema: string;
  /** Default `throughcare_{schema}`. */
  readonly role?: string;
  readonly password: string;
  /** False for what consumes nothing, such as a web application with its sessions: its role reads no `event_log`. Default true. */
  readonly readsEvents?: boolean;
}

export interface ProvisionOptions {
  /** Created when missing. Default: the database that `adminUrl` names. */
  readonly database?: string;
  /** Created in `public`. Default `btree_gist`, for exclusion constraints. */
  readonly extensions?: readonly string[];
}

/** Group role of every service that consumes: may read each `event_log`, and nothing else of another service. */
export const EVENT_READER = 'throughcare_event_reader';
/** Any number that nobody else uses: provisioning is done by one at a time. */
const PROVISION_LOCK = 7_264_310_011;

const withClient = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url, application_name: 'throughcare-provision' });
  client.on('error', () => undefined); // a lost connection also rejects the running query
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const exists = async (client: Client, sql: string, value: string): Promise<boolean> =>
  ((await client.query(sql, [value])).rowCount ?? 0) > 0;

const ensureDatabase = async (client: Client, database: string): Promise<void> => {
  if (await exists(client, 'select 1 from pg_database where datname = $1', database)) return;
  await client.query(`create database ${name(database)}`);
};

const ensureRole = async (client: Client, role: string, attributes: string): Promise<void> => {
  const verb = (await exists(client, 'select 1 from pg_roles where rolname = $1', role)) ? 'alter' : 'create';
  await client.query(`${verb} role ${name(role)} ${attributes}`);
};

const ensureSchema = async (client: Client, database: string, service: ServiceSchema): Promise<void> => {
  const schema = name(service.schema);
  const roleName = roleOf(service);
  const role = name(roleName);
  await ensureRole(client, roleName, `login nosuperuser nocreatedb nocreaterole password ${literal(service.password)}`);
  const readsEvents = service.readsEvents ?? true;
  await client.query(
    `${readsEvents ? 'grant' : 'revoke'} ${name(EVENT_READER)} ${readsEvents ? 'to' : 'from'} ${role}`,
  );
  await client.query(`grant ${role} to current_user`);
  await client.query(`grant connect, temporary on database ${name(database)} to ${role}`);
  await client.query(`create schema if not exists ${schema} authorization ${role}`);
  await client.query(`revoke all on schema ${schema} from public`);
  await client.query(`grant usage on schema ${schema} to ${name(EVENT_READER)}`);
  await client.query(`alter role ${role} in database ${name(database)} set search_path = ${schema}, public`);
};

export const roleOf = (service: Pick<ServiceSchema, 'schema' | 'role'>): string =>
  service.role ?? `throughcare_${service.schema}`;

/** `DATABASE_URL` of a service in the given database. */
export const serviceUrl = (adminUrl: string, service: ServiceSchema, database?: string): string => {
  const url = new URL(adminUrl);
  url.username = roleOf(service);
  url.password = service.password;
  if (database !== undefined) url.pathname = `/${database}`;
  return url.href;
};

/**
 * Creates what is missing: database, extensions, the group role, and for each service its login role (password and membership are set each time)
 * and its schema, owned by that role and closed to all others but for `usage` of the group role.
 * Idempotent, safe to run by several at once. Answers with each schema's DATABASE_URL.
 */
export const provision = async (
  adminUrl: string,
  services: readonly ServiceSchema[],
  options: ProvisionOptions = {},
): Promise<ReadonlyMap<string, string>> =>
  withClient(adminUrl, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [PROVISION_LOCK]);
    const database = options.database ?? admin.database ?? 'postgres';
    await ensureDatabase(admin, database);
    const url = new URL(adminUrl);
    url.pathname = `/${database}`;
    await withClient(url.href, async (client) => {
      await client.query(`revoke all on database ${name(database)} from public`);
      await client.query('revoke create on schema public from public');
      for (const extension of options.extensions ?? ['btree_gist']) {
        await client.query(`create extension if not exists ${name(extension)} schema public`);
      }
      await ensureRole(client, EVENT_READER, 'nologin');
      for (const service of services) await ensureSchema(client, database, service);
    });
    return new Map(services.map((service) => [service.schema, serviceUrl(adminUrl, service, database)]));
  });
