import { AlertWatch } from '../testing/promql/alerts';
import { WatchedApp, WatchedService, behaviour, rules, target } from '../testing/watched-service';
import { startTestApp, until } from '../testing';

jest.setTimeout(120_000);

describe('every alert about consumers has been seen to ring, and was quiet before', () => {
  let service: WatchedService;

  beforeAll(async () => {
    service = await WatchedService.start();
  });
  afterAll(() => service.app.close());

  it('F-071: ThroughcareOrderBroken rings for the first event that takes effect after a later one', async () => {
    await service.rings(
      'ThroughcareOrderBroken',
      async () => {
        await service.publish('X1', 2);
        await service.publish('X1', 1);
        await until(() => behaviour.handled.has('X1 1'));
      },
      '15s',
    );
    await service.watch.pass('20m');
    expect(service.firing('ThroughcareOrderBroken')).toEqual([]);
  });

  it('F-017: ThroughcareEventsUnhandled rings for what went by without a handler, until a replay has completed', async () => {
    await service.rings(
      'ThroughcareEventsUnhandled',
      async () => {
        await service.query(`update booking.consumer_want set unhandled = 2, gained_at = now()`);
      },
      '2m',
    );
    await service.query(`insert into booking.replay_run
        (id, consumer, mode, filter, state, with_effects, swap, requested_by, reason, until, finished_at)
      select gen_random_uuid(), consumer, 'redeliver', '{}', 'completed', false, false, 'OPS', 'INC-1', now(), now()
      from (select distinct consumer from booking.consumer_want) c`);
    await service.watch.pass('2m');
    expect(service.firing('ThroughcareEventsUnhandled')).toEqual([]);
  });

  it('F-071: ThroughcareOrderBroken rings for the first event that is missing from a log', async () => {
    await service.rings(
      'ThroughcareOrderBroken',
      async () => {
        await service.pause('pause');
        await service.publish('X2', 1);
        await service.publish('X2', 2);
        await until(async () => (await service.query(`select 1 from booking.event_log where key = 'X2'`)).length === 2);
        await service.query(`delete from booking.event_log where key = 'X2' and version = 1`);
        await service.pause('resume');
        await until(() => behaviour.handled.has('X2 2'));
      },
      '15s',
    );
  });

  it('F-071: ThroughcareConsumerStalled rings at the first trip of the watchdog', async () => {
    let release: () => void = () => undefined;
    await service.rings(
      'ThroughcareConsumerStalled',
      async () => {
        behaviour.hanging = new Promise((resolve) => (release = resolve));
        await service.publish('X3');
        await until(() => service.messaging.server.watched.some(({ isWaiting }) => isWaiting));
        await new Promise((resolve) => setTimeout(resolve, 400));
        void service.messaging.watchdog.look();
        await until(() => service.messaging.watchdog.stalledConsumers.includes('tables'));
      },
      '15s',
    );
    behaviour.hanging = undefined;
    release();
    await until(() => behaviour.handled.has('X3 1'));
  });

  it('F-021: ThroughcareQueueDeadLetters rings when SQS has given a message up', async () => {
    const { bus } = service.messaging;
    await service.rings(
      'ThroughcareQueueDeadLetters',
      async () => void Object.assign(bus, { buried: async () => 1 }),
      '6m',
    );
    Object.assign(bus, { buried: undefined });
  });

  it('F-071: a fault before the first scrape rings as well', async () => {
    const late = new AlertWatch(rules, [target(() => service.app)]);
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
        for (const key of keys) behaviour.refused.add(key);
        await Promise.all(keys.map((key) => service.publish(key)));
        const parked = burst * 40 + 40;
        await until(async () => (await service.query('select 1 from booking.dead_letter')).length === parked);
        await service.watch.pass('2m');
      }
    };
    await service.rings('ThroughcareRetries', fault, '15s');
  });

  it('ThroughcareDeadLetters and ThroughcareDeadLetterOld ring while dead letters lie there', async () => {
    expect(service.firing('ThroughcareDeadLetters')).toEqual([{ service: 'booking', consumer: 'tables' }]);
    await service.rings(
      'ThroughcareDeadLetterOld',
      () =>
        service
          .query(`update booking.dead_letter set first_failed_at = now() - interval '25 hours'`)
          .then(() => undefined),
      '11m',
    );
    await service.query('delete from booking.dead_letter');
    await service.query('delete from booking.parked_key');
    await service.rings(
      'ThroughcareDeadLetters',
      async () => {
        await service.publish('R0-0', 2);
        behaviour.refused.add('D1');
        await service.publish('D1');
        await until(async () => (await service.query('select 1 from booking.dead_letter')).length > 0);
      },
      '6m',
    );
  });

  it('ThroughcareConsumerWaiting rings while a consumer waits for what it needs', async () => {
    await service.rings(
      'ThroughcareConsumerWaiting',
      async () => {
        behaviour.away = true;
        for (const n of [1, 2, 3, 4, 5, 6]) await service.publish(`W${n}`);
        await until(() => service.messaging.server.waitingConsumers.includes('tables'));
      },
      '6m',
    );
    behaviour.away = false;
    await until(() => behaviour.handled.has('W6 1'));
  });

  it('ThroughcareConsumerPaused and ThroughcareConsumerLagging ring for a consumer that nobody lets go on', async () => {
    await service.rings('ThroughcareConsumerPaused', () => service.pause('pause'), '241m');
    await service.rings(
      'ThroughcareConsumerLagging',
      async () => {
        await service.publish('L1');
        await until(async () => (await service.query(`select 1 from booking.event_log where key = 'L1'`)).length === 1);
        await service.query(`update booking.event_log set occurred_at = now() - interval '3 minutes' where key = 'L1'`);
      },
      '6m',
    );
    await service.pause('resume');
    await until(() => behaviour.handled.has('L1 1'));
  });
});
