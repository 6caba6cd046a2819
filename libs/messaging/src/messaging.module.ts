import type { DynamicModule, FactoryProvider, OnApplicationShutdown, Type } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { busFromEnv } from './bus/bus-from-env';
import type { BusEnvironment } from './bus/bus-settings';
import { BUS_ENVIRONMENT } from './bus/bus-settings';
import { DeadLetters } from './consumer/dead-letters/dead-letters';
import { EventServer } from './consumer/event-server';
import { Messaging } from './messaging';
import type { MessagingOptions } from './messaging/messaging-options';
import { Relay } from './relay/relay';
import { ReplayHooks } from './replay/rebuild';
import { UnitOfWork } from './publish/unit-of-work';

export { EventServer } from './consumer/event-server';
export { Messaging } from './messaging';

const part = <T>(provide: Type<T>, of: (messaging: Messaging) => T): FactoryProvider<T> => ({
  provide,
  inject: [Messaging],
  useFactory: of,
});

@Module({})
export class MessagingModule implements OnApplicationShutdown {
  constructor(private readonly messaging: Messaging) {}

  /**
   * Global. Runs on the bus that is given, else on the one `EVENT_BUS` names. Needs a `DataSource` provider; exports {@link UnitOfWork}, {@link EventServer}, {@link Relay},
   * {@link DeadLetters}, {@link ReplayHooks} and {@link Messaging}. The relay runs from bootstrap on, consumers from `startAllMicroservices`.
   */
  static forRoot(options: MessagingOptions): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      providers: [
        {
          provide: Messaging,
          inject: [DataSource, { token: BUS_ENVIRONMENT, optional: true }],
          useFactory: (db: DataSource, env: BusEnvironment = process.env) =>
            new Messaging(db, { ...options, bus: options.bus ?? busFromEnv(env, options.source, db) }),
        },
        part(UnitOfWork, (messaging) => messaging.unitOfWork),
        part(Relay, (messaging) => messaging.relay),
        part(EventServer, (messaging) => messaging.server),
        part(DeadLetters, (messaging) => messaging.deadLetters),
        part(ReplayHooks, (messaging) => messaging.operations.replays.hooks),
      ],
      exports: [Messaging, UnitOfWork, Relay, EventServer, DeadLetters, ReplayHooks],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.messaging.close();
  }
}
