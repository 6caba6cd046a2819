import { Controller, Get, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventOf } from '@throughcare/events/define-event';
import { OpsCanary } from '@throughcare/events/ops-canary.v1';
import { OnEvent } from '@throughcare/messaging/event-pattern';
import { Messaging } from '@throughcare/messaging/messaging';
import { MessagingModule } from '@throughcare/messaging/messaging.module';
import { messagingTables } from '@throughcare/messaging/schema';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { Client } from 'pg';
import { Public } from '../auth';
import { CanaryEvents } from '../canary';
import { DatabaseModule, sqlMigration } from '../database';
import { unavailable } from '../errors';
import { AlertWatch } from '../testing/promql/alerts';
import { alertRules } from '../testing/promql/rules';
import { anEvent, startTestApp, until, type TestApp } from '../testing';

const handled = new Set<string>();
const refused = new Set<string>();
let hanging: Promise<void> | undefined;
let away = false;

@Controller()
class Handlers {
  @OnEvent(BookingConfirmed, { consumer: 'tables' })
  async confirmed(@Payload() { subject, aggregateversion }: EventOf<typeof BookingConfirmed>) {
    await hanging;
    if (away) throw unavailable('UPSTREAM_FAILED');
    if (refused.has(subject)) throw Object.assign(new Error('NO'), { kind: 'conflict', code: 'NOT_NOW' });
    handled.add(`${subject} ${aggregateversion}`);
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
      ...{ schema: 'booking', entities: [] },
      migrations: [sqlMigration('Tables1763740000000', messagingTables('booking'), rows)],
    }),
    MessagingModule.forRoot({
      ...{ source: 'booking', shareEveryMs: 50, aggregates: [{ table: 'booking' }] },
      // Looks when a test asks it to.
      watchdog: { patienceMs: 300, everyMs: 3_600_000, onFatal: () => undefined },
      // Nothing is kept: what happened shows at the next look.
      gauges: { keptMs: 0, thoroughMs: 0 },
    }),
  ],
  controllers: [Handlers, CanaryEvents],
})
class WatchedApp {}

/** Nobody can wait for a transaction to grow old in a test: this rule alone is asked about four seconds instead of a minute. */
const target = (app: () => TestApp) => ({ service: 'booking', instance: 'booking-1', url: () => app().url });
const rules = alertRules().map((rule) =>
  rule.alert === 'ThroughcareOldWriter' ? { ...rule, expr: rule.expr.replace('> 60', '> 4') } : rule,
);

describe('every alert of a service has been seen to ring, and was quiet before', () => {
  let app: TestApp;
  let watch: AlertWatch;
  let messaging: Messaging;

  beforeAll(async () => {
    app = await startTestApp(WatchedApp);
    messaging = app.app.get(Messaging);
    watch = new AlertWatch(rules, [target(() => app)]);
    await watch.pass('2m');
  });
  afterAll(async () => {
    await app.close();
  });

  const pass = (time: string) => watch.pass(time);
  const firing = (alert: string) => watch.firing(alert).filter(({ service = 'booking' }) => service === 'booking');
  const publish = (key: string, version = 1, id = `booking-${key}`) =>
    app.app.get(UnitOfWork).run(async (_tx, tell) => {
      tell({ id, key, version }, [BookingConfirmed.of({ ...BookingConfirmed.example, crn: key })]);
    });
  const query = <T = unknown>(sql: string) => app.db.query<T[]>(sql);
  const pause = async (verb: 'pause' | 'resume') => messaging.operations.consumers[verb]('tables', 'OPS', 'a test');

  /** As the consumer hands it over: the gateway sends it, and there is none here. */
  const canary = (secondsOld: number) => {
    const sentAt = new Date(Date.now() - secondsOld * 1000).toISOString();
    return app.app.get(CanaryEvents).arrived({ ...anEvent(OpsCanary), data: { sentAt } });
  };

  /** Quiet; then the fault happens and time passes; then it rings. */
  const rings = async (alert: string, fault: () => Promise<void>, time: string) => {
    await pass('30s');
    expect([alert, firing(alert)]).toEqual([alert, []]);
    await fault();
    await pass(time);
    expect([alert, firing(alert)]).toEqual([alert, expect.arrayContaining([expect.anything()])]);
  };

  it('F-071: ThroughcareOrderBroken rings for the first event that takes effect after a later one', async () => {
    await rings(
      'ThroughcareOrderBroken',
      async () => {
        await publish('X1', 2);
        await publish('X1', 1);
        await until(() => handled.has('X1 1'));
      },
      '15s',
    );
    await pass('20m');
    expect(firing('ThroughcareOrderBroken')).toEqual([]);
  });

  it('F-071: ThroughcareOrderBroken rings for the first event that is missing from a log', async () => {
    await rings(
      'ThroughcareOrderBroken',
      async () => {
        await pause('pause');
        await publish('X2', 1);
        await publish('X2', 2);
        await until(async () => (await query(`select 1 from booking.event_log where key = 'X2'`)).length === 2);
        await query(`delete from booking.event_log where key = 'X2' and version = 1`);
        await pause('resume');
        await until(() => handled.has('X2 2'));
      },
      '15s',
    );
  });

  it('F-071: ThroughcareConsumerStalled rings at the first trip of the watchdog', async () => {
    let release: () => void = () => undefined;
    await rings(
      'ThroughcareConsumerStalled',
      async () => {
        hanging = new Promise((resolve) => (release = resolve));
        await publish('X3');
        await until(() => messaging.server.watched.some(({ waiting }) => waiting > 0));
        await new Promise((resolve) => setTimeout(resolve, 400));
        void messaging.watchdog.look();
        await until(() => messaging.watchdog.stalledConsumers.includes('tables'));
      },
      '15s',
    );
    hanging = undefined;
    release();
    await until(() => handled.has('X3 1'));
  });

  it('F-021: ThroughcareQueueDeadLetters rings when SQS has given a message up', async () => {
    const { bus } = messaging;
    await rings('ThroughcareQueueDeadLetters', async () => void Object.assign(bus, { buried: async () => 1 }), '6m');
    Object.assign(bus, { buried: undefined });
  });

  it('ThroughcareErrors rings when a fiftieth of the answers are 5xx', async () => {
    const ask = async (path: string, times: number) => {
      for (let n = 0; n < times; n += 1) await app.request.get(path);
    };
    await ask('/answers', 20);
    const fault = async () => {
      for (let n = 0; n < 4; n += 1) {
        await ask('/breaks', 3);
        await pass('90s');
      }
    };
    await rings('ThroughcareErrors', fault, '15s');
  });

  it('F-071: a fault before the first scrape rings as well', async () => {
    const late = new AlertWatch(rules, [target(() => app)]);
    await late.pass('15s');
    for (const alert of ['ThroughcareOrderBroken', 'ThroughcareConsumerStalled'])
      expect([alert, late.firing(alert)]).toEqual([alert, expect.arrayContaining([expect.anything()])]);
  });

  it('F-071: what must stay 0 is there as 0 for every consumer before anything happened', async () => {
    const fresh = await startTestApp(WatchedApp);
    const { body } = await fresh.request.get<string>('/metrics');
    await fresh.close();
    for (const consumer of ['tables', 'canary'])
      for (const name of ['version_inversions', 'retries', 'visibility_lost', 'fenced'])
        expect(body).toMatch(new RegExp(`throughcare_${name}_total{service="booking",consumer="${consumer}"} \\d`));
    for (const step of ['restart', 'exit'])
      expect(body).toMatch(new RegExp(`watchdog_trips_total{service="booking",consumer="tables",step="${step}"} \\d`));
    for (const status of ['2xx', '4xx', '5xx'])
      expect(body).toMatch(new RegExp(`http_answers_total{service="booking",status="${status}"} \\d`));
    expect(body).toMatch(/offset_gaps_total{service="booking"} \d/);
    expect(body).toMatch(/canary_seconds_count{service="booking"} \d/);
  });

  it('ThroughcareRetries rings when a consumer goes on failing', async () => {
    const fault = async () => {
      for (let burst = 0; burst < 8; burst += 1) {
        const keys = Array.from({ length: 40 }, (_, n) => `R${burst}-${n}`);
        for (const key of keys) refused.add(key);
        await Promise.all(keys.map((key) => publish(key)));
        const parked = burst * 40 + 40;
        await until(async () => (await query('select 1 from booking.dead_letter')).length === parked);
        await pass('2m');
      }
    };
    await rings('ThroughcareRetries', fault, '15s');
  });

  it('ThroughcareDeadLetters and ThroughcareDeadLetterOld ring while dead letters lie there', async () => {
    expect(firing('ThroughcareDeadLetters')).toEqual([{ service: 'booking', consumer: 'tables' }]);
    await rings(
      'ThroughcareDeadLetterOld',
      () => query(`update booking.dead_letter set first_failed_at = now() - interval '25 hours'`).then(() => undefined),
      '11m',
    );
    await query('delete from booking.dead_letter');
    await query('delete from booking.parked_key');
    await rings(
      'ThroughcareDeadLetters',
      async () => {
        await publish('R0-0', 2);
        refused.add('D1');
        await publish('D1');
        await until(async () => (await query('select 1 from booking.dead_letter')).length > 0);
      },
      '6m',
    );
  });

  it('ThroughcareConsumerWaiting rings while a consumer waits for what it needs', async () => {
    await rings(
      'ThroughcareConsumerWaiting',
      async () => {
        away = true;
        for (const n of [1, 2, 3, 4, 5, 6]) await publish(`W${n}`);
        await until(() => messaging.server.waitingConsumers.includes('tables'));
      },
      '6m',
    );
    away = false;
    await until(() => handled.has('W6 1'));
  });

  it('ThroughcareConsumerPaused and ThroughcareConsumerLagging ring for a consumer that nobody lets go on', async () => {
    await rings('ThroughcareConsumerPaused', () => pause('pause'), '241m');
    await rings(
      'ThroughcareConsumerLagging',
      async () => {
        await publish('L1');
        await until(async () => (await query(`select 1 from booking.event_log where key = 'L1'`)).length === 1);
        await query(`update booking.event_log set occurred_at = now() - interval '3 minutes' where key = 'L1'`);
      },
      '6m',
    );
    await pause('resume');
    await until(() => handled.has('L1 1'));
  });

  it('ThroughcareSilentChange rings for a row that changed without its event', async () => {
    await rings(
      'ThroughcareSilentChange',
      () => query(`insert into booking.booking values ('silent', 1)`).then(() => undefined),
      '6m',
    );
  });

  it('ThroughcareCanaryMissing rings when canaries no longer come, and when the metric itself has gone', async () => {
    await canary(0);
    const own = new AlertWatch(rules, [target(() => app)]);
    await own.pass('4m');
    expect(own.firing('ThroughcareCanaryMissing')).toEqual([]);
    await own.pass('1m');
    expect(own.firing('ThroughcareCanaryMissing')).toEqual([{ service: 'booking' }]);
    const nothing = new AlertWatch(rules, []);
    await nothing.pass('2m');
    expect(nothing.firing('ThroughcareCanaryMissing')).toEqual([{}]);
  });

  it('ThroughcareCanarySlow rings when canaries take longer than 10 s', async () => {
    const fault = async () => {
      for (let n = 0; n < 4; n += 1) {
        await canary(20);
        await pass('1m');
      }
    };
    await rings('ThroughcareCanarySlow', fault, '15s');
  });

  it('ThroughcareOldWriter rings while a writing transaction stays open', async () => {
    // Of another role: PostgreSQL does not say since when, and it holds every relay back all the same.
    const admin = new Client({ connectionString: app.database.adminUrl });
    const own = new AlertWatch(rules, [target(() => app)]);
    await own.pass('2m');
    expect(own.firing('ThroughcareOldWriter')).toEqual([]);
    await admin.connect();
    await admin.query('begin');
    await admin.query('select pg_current_xact_id()');
    await messaging.gauges.writing.open();
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    await own.pass('2m');
    expect(own.firing('ThroughcareOldWriter')).toHaveLength(1);
    await admin.query('rollback');
    await admin.end();
  });

  it('ThroughcareBlind rings while a part of the metrics cannot be read', async () => {
    await rings(
      'ThroughcareBlind',
      () => query('alter table booking.dead_letter rename to hidden').then(() => undefined),
      '6m',
    );
    await query('alter table booking.hidden rename to dead_letter');
  });

  it('ThroughcareOutboxStuck rings when committed events do not leave', async () => {
    await rings(
      'ThroughcareOutboxStuck',
      async () => {
        await messaging.relay.stop();
        await publish('O1');
        await query(`update booking.outbox set occurred_at = now() - interval '3 minutes'`);
      },
      '3m',
    );
  });

  it('ThroughcareServiceDown rings when a service does not answer, and when Prometheus no longer knows it', async () => {
    const down = await startTestApp(WatchedApp);
    const known = new AlertWatch(rules, [target(() => down)]);
    await known.pass('2m');
    const own = () => known.firing('ThroughcareServiceDown').filter(({ service }) => service === 'booking');
    expect(own()).toEqual([]);
    await down.close();
    await known.pass('2m');
    expect(own()).toHaveLength(1);
    const forgotten = new AlertWatch(rules, []);
    await forgotten.pass('2m');
    expect(forgotten.firing('ThroughcareServiceDown').map(({ service }) => service)).toContain('booking');
  });
});
