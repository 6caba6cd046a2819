import { DataSource } from 'typeorm';
import { connectionOptions } from './connection';
import type { Connection } from './connection';
import type { DatabaseOptions } from './database.module';

/**
 * Runs what is pending, each migration in a transaction of its own, under an advisory lock per schema, so that
 * instances that start together do not collide: the others wait and then find nothing to do.
 */
export const migrate = async (connection: Connection, options: DatabaseOptions): Promise<string[]> => {
  const source = await new DataSource(connectionOptions(connection, options, 'migrations')).initialize();
  const lock = source.createQueryRunner();
  try {
    await lock.query('select pg_advisory_lock(hashtextextended($1, 0))', [`throughcare.migrations.${options.schema}`]);
    const done = await source.runMigrations({ transaction: 'each' });
    return done.map((migration) => migration.name);
  } finally {
    await lock.release(); // the lock ends with its session, on destroy
    await source.destroy();
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
