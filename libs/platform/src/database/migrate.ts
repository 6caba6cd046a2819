import { setTimeout as sleep } from 'node:timers/promises';
import { classify } from '@throughcare/base/retry.rules';
import { DataSource } from 'typeorm';
import { logger } from '../logging';
import { connectionOptions } from './connection';
import type { Connection } from './connection';
import type { DatabaseOptions } from './options';

const log = logger('migrations');

/**
 * Runs what is pending, each migration in a transaction of its own, under an advisory lock per schema, so that
 * instances that start together do not collide: the others wait and then find nothing to do.
 */
export const migrate = async (connection: Connection, options: DatabaseOptions): Promise<string[]> => {
  const source = await new DataSource(connectionOptions(connection, options, 'migrations')).initialize();
  const lock = source.createQueryRunner();
  try {
    await lock.query('set lock_timeout = 0'); // whoever waits here holds nothing that anybody else wants
    await lock.query('select pg_advisory_lock(hashtextextended($1, 0))', [`throughcare.migrations.${options.schema}`]);
    return await runAll(source);
  } finally {
    await lock.release(); // the lock ends with its session, on destroy
    await source.destroy();
  }
};

const PAUSE_MS = 500;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Migrations run beside instances that work, and whoever comes after a statement that waits for a table waits behind it. So none
 * waits for longer than {@link LOCK_WAIT}: it is rolled back, everybody else has a turn, and it is tried again, for as long as a backup
 * or a long transaction holds the table.
 */
const runAll = async (source: DataSource): Promise<string[]> => {
  const done: string[] = [];
  for (;;) {
    try {
      done.push(...(await source.runMigrations({ transaction: 'each' })).map(({ name }) => name));
      return done;
    } catch (error) {
      if (classify(error).code !== LOCK_NOT_AVAILABLE) throw error;
      log.info('a table is in use; the migration is tried again');
      await sleep(PAUSE_MS);
    }
  }
};

/** A forward-only migration from SQL. The name ends in a 13-digit timestamp: `CreateBooking1764000000000`. */
export const sqlMigration = (name: string, ...sql: readonly string[]) =>
  class {
    readonly name = name;
    async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
      for (const statement of sql) await runner.query(statement);
    }
    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
