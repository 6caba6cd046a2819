import { Logger } from '@nestjs/common';
import type { EventEnvelope } from '@throughcare/events/define-event';
import type { DataSource } from 'typeorm';
import type { HandlerKind } from '#src/consumer/define-consumer';
import type { EventContext } from '#src/consumer/on-event';
import { Messaging } from '#src/messaging';
import type { MessagingOptions } from '#src/messaging/messaging-options';
import { schemaOf } from '#src/database/names';
import type { ScratchDatabase } from './scratch-database';

export interface TestHandler {
  readonly consumer: string;
  readonly type: string;
  readonly kind?: HandlerKind;
  readonly batch?: false;
  handle(event: EventEnvelope, context: EventContext): Promise<void> | void;
}

export interface TestBatchHandler extends Omit<TestHandler, 'handle' | 'kind' | 'batch'> {
  readonly batch: true;
  handle(events: readonly EventEnvelope[], context: EventContext): Promise<void> | void;
}

/** One process of a service without Nest around it. */
export interface TestService {
  readonly source: string;
  readonly schema: string;
  readonly dataSource: DataSource;
  readonly messaging: Messaging;
  stop(): Promise<void>;
}

/** Starts consumers and relay; shares are looked at every 50 ms. */
export const startService = async (
  db: ScratchDatabase,
  source: string,
  handlers: readonly (TestHandler | TestBatchHandler)[] = [],
  options: Partial<MessagingOptions> = {},
): Promise<TestService> => {
  Logger.overrideLogger(false);
  const dataSource = await db.open(source);
  const messaging = new Messaging(dataSource, { source, shareEveryMs: 50, ...options });
  for (const handler of handlers) {
    const handle = handler.handle as (data: unknown, context: EventContext) => Promise<void> | void;
    messaging.server.register({
      kind: 'projection',
      batch: false,
      ...handler,
      handle: async (data, context) => handle(data, context),
    });
  }
  const stop = async () => {
    await messaging.close();
    await dataSource.destroy();
  };
  await messaging.server.start().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  messaging.relay.start();
  return { source, schema: schemaOf(source), dataSource, messaging, stop };
};
