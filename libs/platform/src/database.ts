import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import { pending } from './pending';

export type MigrationClass = new () => MigrationInterface;
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- TypeORM's own type of an entity class
export type EntityClass = Function;

export interface DatabaseOptions {
  /** The service's own schema, e.g. `booking`. */
  readonly schema: string;
  readonly entities: readonly EntityClass[];
  readonly migrations: readonly MigrationClass[];
  /** Connections kept at most. Default 10. */
  readonly poolSize?: number;
  /** Default 10,000 ms; migrations have none. */
  readonly statementTimeoutMs?: number;
}

/** Provides the global `DataSource`; runs the migrations first. Its address is `DATABASE_URL` of the configuration. */
@Module({})
export class DatabaseModule {
  static forRoot(options: DatabaseOptions): DynamicModule {
    return { module: DatabaseModule, global: true, providers: [{ provide: 'options', useValue: options }] };
  }
}

/** A forward-only migration from SQL. The name ends in a 13-digit timestamp: `CreateBooking1764000000000`. */
export const sqlMigration = (name: string, ...sql: readonly string[]): MigrationClass => {
  const Migration = class implements MigrationInterface {
    readonly name = name;
    async up(runner: { query(sql: string): Promise<unknown> }) {
      for (const statement of sql) await runner.query(statement);
    }
    async down() {
      throw new Error('migrations go forward only');
    }
  };
  return Migration;
};

export interface ServiceSchema {
  readonly schema: string;
  /** Default `throughcare_{schema}`. */
  readonly role?: string;
  readonly password: string;
}

/** Creates database, roles, schemas, the group role and default grants. Idempotent. */
export const provision = (
  _adminUrl: string,
  _services: readonly ServiceSchema[],
  _options?: { database?: string },
): Promise<void> => pending();
