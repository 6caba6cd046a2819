import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { dropSpentConnections } from '@throughcare/messaging/schema';
import { DataSource } from 'typeorm';
import { CONFIG } from '../config';
import type { ServiceConfig } from '../config';
import { logger } from '../logging';
import { SERVICE_NAME } from '../config/service-name';
import { connectionOptions } from './connection';
import { migrate } from './migrate';
import type { DatabaseOptions } from './options';

export type { DatabaseOptions, EntityClass, MigrationClass } from './options';

export const DATABASE_OPTIONS = Symbol('throughcare.database-options');

/** Migrates, then connects. A broken idle connection is logged and replaced; it never ends the process. */
const open = async (config: ServiceConfig, name: string, given: DatabaseOptions): Promise<DataSource> => {
  const log = logger('database');
  const options = { ...given, schema: config.DATABASE_SCHEMA ?? given.schema };
  const connection = {
    url: config.DATABASE_URL,
    name,
    onPoolError: (err: unknown) => log.warn({ err }, 'idle database connection lost'),
  };
  const done = await migrate(connection, options);
  if (done.length > 0) log.info({ migrations: done }, 'migrations ran');
  const dataSource = await new DataSource(connectionOptions(connection, options)).initialize();
  dropSpentConnections(dataSource);
  return dataSource;
};

/**
 * Provides the global `DataSource`; runs the migrations first. The address is `DATABASE_URL` of the configuration.
 * The pool is closed by `closeApp`, after everything that may still use it. While PostgreSQL is away requests fail as `unavailable`; the pool reconnects by itself.
 */
@Module({})
export class DatabaseModule {
  static forRoot(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        { provide: DATABASE_OPTIONS, useValue: options },
        {
          provide: DataSource,
          inject: [CONFIG, SERVICE_NAME, DATABASE_OPTIONS],
          useFactory: open,
        },
      ],
      exports: [DataSource],
    };
  }
}
