import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EventServer } from './event-server';
import type { MessagingOptions } from './messaging-options';
import { schemaOf } from './messaging-options';
import { Relay } from './relay';
import { UnitOfWork } from './unit-of-work';

@Module({})
export class MessagingModule {
  /** Global. Needs a `DataSource` provider; exports {@link UnitOfWork}, {@link EventServer}, {@link Relay}. */
  static forRoot(options: MessagingOptions): DynamicModule {
    const schema = options.schema ?? schemaOf(options.source);
    return {
      module: MessagingModule,
      global: true,
      providers: [
        {
          provide: UnitOfWork,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => new UnitOfWork(dataSource, { source: options.source, schema }),
        },
        Relay,
        EventServer,
      ],
      exports: [UnitOfWork, EventServer, Relay],
    };
  }
}
