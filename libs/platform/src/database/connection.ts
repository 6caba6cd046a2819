import { types as pgTypes } from 'pg';
import type { DataSourceOptions, Logger } from 'typeorm';
import { RELIED_ON } from '@throughcare/base/database-session';
import { LOCK_WAIT, ServiceClient } from '@throughcare/messaging/schema';
import type { DatabaseOptions } from './options';
import { SnakeNames } from './snake-names';

const DATE_OID = 1082;
const SECOND = 1000;

/** Days stay text: a `date` read as a JavaScript Date is midnight in the zone of the process, another day elsewhere. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): unknown =>
    oid === DATE_OID ? (text: string) => text : pgTypes.getTypeParser(oid, format),
};

/** TypeORM would print statements with their parameters, and failed migrations, to the console. Errors are thrown: enough. */
const silent: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};

export interface Connection {
  readonly url: string;
  /** Shown by `pg_stat_activity`. */
  readonly name: string;
  readonly onPoolError: (error: unknown) => void;
}

const limits = (statementTimeoutMs: number) => ({
  statement_timeout: statementTimeoutMs,
  // For a server that no longer answers at all, so a little later than the server's own limit.
  query_timeout: statementTimeoutMs + 5 * SECOND,
  idle_in_transaction_session_timeout: 30 * SECOND,
});

/** How we connect: own schema first in the search path, UTC, read committed, keep-alive, bounded statements. Migrations may take their time, but wait for no lock. */
export const connectionOptions = (
  { url, name, onPoolError }: Connection,
  { schema, entities, migrations, poolSize = 10, statementTimeoutMs = 10 * SECOND }: DatabaseOptions,
  purpose: 'service' | 'migrations' = 'service',
): DataSourceOptions => ({
  type: 'postgres',
  url,
  schema,
  entities: purpose === 'service' ? [...entities] : [],
  namingStrategy: new SnakeNames(),
  migrations: [...migrations],
  migrationsTableName: 'migration',
  migrationsTransactionMode: 'each',
  synchronize: false,
  migrationsRun: false,
  installExtensions: false,
  uuidExtension: 'pgcrypto',
  logger: silent,
  applicationName: name,
  poolSize: purpose === 'service' ? poolSize : 2,
  connectTimeoutMS: 5 * SECOND,
  poolErrorHandler: onPoolError,
  extra: {
    Client: ServiceClient,
    keepAlive: true,
    // A statement need not wait for the answer to the one before it: an append travels with its commit.
    pipeline: true,
    types,
    options: `-c search_path=${schema},public -c TimeZone=UTC ${RELIED_ON}`,
    ...(purpose === 'service' ? limits(statementTimeoutMs) : { lock_timeout: LOCK_WAIT }),
  },
});
