import { Controller, Module } from '@nestjs/common';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventOf } from '@throughcare/events/define-event';
import { PathwayUpdated } from '@throughcare/events/pathway-updated.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { type EventContext, OnEvent } from '@throughcare/messaging/on-event';
import { MessagingModule } from '@throughcare/messaging/messaging.module';
import { messagingTables } from '@throughcare/messaging/schema';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { Client } from 'pg';
import { DatabaseModule, sqlMigration } from '../database';
import { provision } from '../database/provision';
import type { Environment } from '../config';
import { runInContext } from '../telemetry';
import type { TestApp } from './app';
import { startTestApp } from './app';

const refused = new Set<string>();

const refuse = (key: string): void => {
  if (refused.has(key)) throw Object.assign(new Error('NO'), { kind: 'conflict', code: 'NOT_NOW' });
};

@Controller()
class BookingHandlers {
  @OnEvent(BookingConfirmed, defineConsumer('booking.tables'))
  confirmed(event: EventOf<typeof BookingConfirmed>) {
    refuse(event.subject);
  }
}

@Controller()
class PassportHandlers {
  @OnEvent(BookingConfirmed, defineConsumer('passport.accommodation'))
  async confirmed(event: EventOf<typeof BookingConfirmed>, ctx: EventContext) {
    const aggregate = { id: `passport-${event.subject}`, key: event.subject, version: event.aggregateversion };
    const data = { ...PathwayUpdated.example, crn: event.subject };
    ctx.publish(aggregate, [PathwayUpdated.of(data)]);
  }

  @OnEvent(BookingConfirmed, defineConsumer('passport.notices', { kind: 'effect' }))
  told() {
    // An effect that has nobody to tell.
  }
}

const tablesOf = (schema: string) => sqlMigration('Tables1763740000000', messagingTables(schema));

@Module({
  imports: [
    DatabaseModule.forRoot({ schema: 'booking', entities: [], migrations: [tablesOf('booking')] }),
    MessagingModule.forRoot({ source: 'booking', shareEveryMs: 50, handlerVersion: 'build-7' }),
  ],
  controllers: [BookingHandlers],
})
class BookingApp {}

@Module({
  imports: [
    DatabaseModule.forRoot({ schema: 'passport', entities: [], migrations: [tablesOf('passport')] }),
    MessagingModule.forRoot({ source: 'passport', shareEveryMs: 50 }),
  ],
  controllers: [PassportHandlers],
})
class PassportApp {}

export interface OperatedPair {
  readonly booking: TestApp;
  readonly passport: TestApp;
  /** Of a schema of its own in the same database, for what stands beside the services. */
  readonly spareUrl: string;
  /** Of the schemas that were asked for beside it. */
  readonly urls: ReadonlyMap<string, string>;
  /** Keys whose events consumer `booking.tables` refuses. */
  readonly refused: Set<string>;
  /** Publishes a `BookingConfirmed` of this key. */
  publish(key: string, version: number, traceparent?: string): Promise<void>;
  /** As superuser, in the database of all of them. */
  sql<T = unknown>(statement: string): Promise<T[]>;
  close(): Promise<void>;
}

/** Booking and passport on one database: booking publishes and refuses some, passport follows and publishes what that causes. */
export const startOperatedPair = async (
  env: Environment,
  spare: string,
  also: readonly string[] = [],
): Promise<OperatedPair> => {
  refused.clear();
  const booking = await startTestApp(BookingApp, env);
  const password = 'throughcare';
  const schemas = ['booking', 'passport', spare, ...also].map((schema) => ({
    schema,
    role: `throughcare_test_${schema}`,
    password,
  }));
  const urls = await provision(booking.database.adminUrl, schemas);
  const passport = await startTestApp(PassportApp, { ...env, DATABASE_URL: urls.get('passport') });
  const publish = (key: string, version: number, traceparent?: string) =>
    runInContext(traceparent === undefined ? {} : { traceparent }, () =>
      booking.app.get(UnitOfWork).run(async (_tx, publishEvents) => {
        const data = { ...BookingConfirmed.example, crn: key };
        publishEvents({ id: `booking-${key}`, key, version }, [BookingConfirmed.of(data)]);
      }),
    );
  const sql = async <T>(statement: string): Promise<T[]> => {
    const client = new Client({ connectionString: booking.database.adminUrl });
    await client.connect();
    const { rows } = await client.query(statement).finally(() => client.end());
    return rows as T[];
  };
  const close = async () => {
    await passport.close();
    await booking.close();
  };
  return { booking, passport, spareUrl: urls.get(spare) ?? '', urls, refused, publish, sql, close };
};
