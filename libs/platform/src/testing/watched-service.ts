import { Controller, Get, Module } from '@nestjs/common';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventOf } from '@throughcare/events/define-event';
import { OpsCanary } from '@throughcare/events/ops-canary.v1';
import { defineConsumer } from '@throughcare/messaging/define-consumer';
import { OnEvent } from '@throughcare/messaging/on-event';
import { Messaging, MessagingModule } from '@throughcare/messaging/messaging.module';
import { messagingTables } from '@throughcare/messaging/schema';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { Public } from '../auth';
import { backgroundTable } from '../background';
import { CanaryEvents } from '../canary';
import { DatabaseModule, sqlMigration } from '../database';
import { idempotencyAsked, idempotencyTable } from '../idempotency';
import { NotInApi } from '../replies';
import { unavailable } from '@throughcare/base/errors';
import { AlertWatch } from './promql/alerts';
import { alertRules } from './promql/rules';
import { startTestApp, type TestApp } from './app';
import { anEvent } from './events';

/** What the consumer `tables` is like: tests change it. */
export const behaviour = {
  handled: new Set<string>(),
  refused: new Set<string>(),
  hanging: undefined as Promise<void> | undefined,
  away: false,
};

@NotInApi()
@Controller()
class Handlers {
  @OnEvent(BookingConfirmed, defineConsumer('tables'))
  async confirmed({ subject, aggregateversion }: EventOf<typeof BookingConfirmed>) {
    await behaviour.hanging;
    if (behaviour.away) throw unavailable('UPSTREAM_FAILED');
    if (behaviour.refused.has(subject)) throw Object.assign(new Error('NO'), { kind: 'conflict', code: 'NOT_NOW' });
    behaviour.handled.add(`${subject} ${aggregateversion}`);
  }

  @Public()
  @Get('answers')
  answers() {
    return {};
  }

  @Public()
  @Get('breaks')
  breaks() {
    throw new Error('a bug');
  }
}

const rows = 'create table booking.booking (id text primary key, version int not null);';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'booking',
      entities: [],
      migrations: [
        sqlMigration(
          'Tables1763740000000',
          messagingTables('booking'),
          rows,
          idempotencyTable,
          idempotencyAsked,
          backgroundTable,
        ),
      ],
    }),
    MessagingModule.forRoot({
      source: 'booking',
      shareEveryMs: 50,
      aggregates: [{ table: 'booking' }],
      // Looks when a test asks it to.
      watchdog: { patienceMs: 300, everyMs: 3_600_000, onFatal: () => undefined },
      // Nothing is kept: what happened shows at the next look.
      gauges: { keptMs: 0, thoroughMs: 0 },
    }),
  ],
  controllers: [Handlers, CanaryEvents],
})
export class WatchedApp {}

export const target = (app: () => TestApp) => ({ service: 'booking', instance: 'booking-1', url: () => app().url });
/** Nobody can wait for a transaction to grow old in a test: this rule alone is asked about four seconds instead of a minute. */
export const rules = alertRules().map((rule) =>
  rule.alert === 'ThroughcareOldWriter' ? { ...rule, expr: rule.expr.replace('> 60', '> 4') } : rule,
);

/** A service whose alerts are watched. */
export class WatchedService {
  readonly watch = new AlertWatch(rules, [target(() => this.app)]);

  private constructor(
    readonly app: TestApp,
    readonly messaging: Messaging,
  ) {}

  static async start(): Promise<WatchedService> {
    Object.assign(behaviour, { handled: new Set(), refused: new Set(), hanging: undefined, away: false });
    const app = await startTestApp(WatchedApp);
    const service = new WatchedService(app, app.app.get(Messaging));
    await service.watch.pass('2m');
    return service;
  }

  firing(alert: string) {
    return this.watch.firing(alert).filter(({ service = 'booking' }) => service === 'booking');
  }

  publish(key: string, version = 1, id = `booking-${key}`) {
    return this.app.app.get(UnitOfWork).run(async (_tx, tell) => {
      tell({ id, key, version }, [BookingConfirmed.of({ ...BookingConfirmed.example, crn: key })]);
    });
  }

  query<T = unknown>(sql: string) {
    return this.app.db.query<T[]>(sql);
  }

  pause(verb: 'pause' | 'resume') {
    return this.messaging.operations.consumers[verb]('tables', 'OPS', 'a test');
  }

  /** As the consumer hands it over: the gateway sends it, and there is none here. */
  canary(secondsOld: number) {
    const sentAt = new Date(Date.now() - secondsOld * 1000).toISOString();
    return this.app.app.get(CanaryEvents).arrived({ ...anEvent(OpsCanary), data: { sentAt } });
  }

  /** Quiet; then the fault happens and time passes; then it rings. */
  async rings(alert: string, fault: () => Promise<void>, time: string): Promise<void> {
    await this.watch.pass('30s');
    expect([alert, this.firing(alert)]).toEqual([alert, []]);
    await fault();
    await this.watch.pass(time);
    expect([alert, this.firing(alert)]).toEqual([alert, expect.arrayContaining([expect.anything()])]);
  }
}
