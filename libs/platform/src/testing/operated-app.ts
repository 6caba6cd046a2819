import { Controller, Module } from '@nestjs/common';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventOf } from '@throughcare/events/define-event';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { type EventContext, OnEvent } from '@throughcare/messaging/on-event';
import { MessagingModule } from '@throughcare/messaging/messaging.module';
import { messagingTables } from '@throughcare/messaging/schema';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { DatabaseModule, sqlMigration } from '../database';
import type { TestApp } from './app';
import { startTestApp } from './app';

const refused = new Set<string>();
const handled: string[] = [];

@Controller()
class Handlers {
  @OnEvent(BookingConfirmed, defineConsumer('tables'))
  confirmed(event: EventOf<typeof BookingConfirmed>, ctx: EventContext) {
    if (refused.has(event.subject)) throw Object.assign(new Error('NO'), { kind: 'conflict', code: 'NOT_NOW' });
    handled.push(`${event.subject} ${event.aggregateversion}${ctx.replay ? ' replayed' : ''}`);
  }
}

const Tables = sqlMigration('Tables1763740000000', messagingTables('booking'));

/** The database of {@link OperatedApp}. */
export const operatedDatabase = { schema: 'booking', entities: [], migrations: [Tables] };

@Module({
  imports: [DatabaseModule.forRoot(operatedDatabase), MessagingModule.forRoot({ source: 'booking', shareEveryMs: 50 })],
  controllers: [Handlers],
})
export class OperatedApp {}

export interface Operated {
  readonly app: TestApp;
  /** Keys whose events consumer `tables` refuses. */
  readonly refused: Set<string>;
  /** `key version`, in the order that `tables` handled them. */
  readonly handled: string[];
  /** Publishes a `BookingConfirmed` of this key. */
  publish(key: string, version: number): Promise<void>;
}

/** A service with one consumer, `tables`, to be operated: for tests of the operations API and of what talks to it. */
export const startOperatedApp = async (): Promise<Operated> => {
  refused.clear();
  handled.length = 0;
  const app = await startTestApp(OperatedApp);
  const publish = (key: string, version: number) =>
    app.app.get(UnitOfWork).run(async (_tx, publishEvents) => {
      const data = { ...BookingConfirmed.example, crn: key };
      publishEvents({ id: `booking-${key}`, key, version }, [BookingConfirmed.of(data)]);
    });
  return { app, refused, handled, publish };
};

/** Looks every 20 ms, for 10 s. */
export const until = async (check: () => Promise<boolean> | boolean): Promise<void> => {
  for (let waited = 0; waited < 10_000; waited += 20) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('not in 10 s');
};
