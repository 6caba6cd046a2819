import { Client } from 'pg';
import { AlertWatch } from '../testing/promql/alerts';
import { WatchedApp, WatchedService, rules, target } from '../testing/watched-service';
import { Background } from '../background';
import { startTestApp, until } from '../testing';

jest.setTimeout(120_000);

describe('every alert about a service and its database has been seen to ring, and was quiet before', () => {
  let service: WatchedService;

  beforeAll(async () => {
    service = await WatchedService.start();
  });
  afterAll(() => service.app.close());

  it('ThroughcareErrors rings when a fiftieth of the answers are 5xx', async () => {
    const ask = async (path: string, times: number) => {
      for (let n = 0; n < times; n += 1) await service.app.request.get(path);
    };
    await ask('/answers', 20);
    const fault = async () => {
      for (let n = 0; n < 4; n += 1) {
        await ask('/breaks', 3);
        await service.watch.pass('90s');
      }
    };
    await service.rings('ThroughcareErrors', fault, '15s');
  });

  it('ThroughcareSilentChange rings for a row that changed without its event', async () => {
    await service.rings(
      'ThroughcareSilentChange',
      () => service.query(`insert into booking.booking values ('silent', 1)`).then(() => undefined),
      '6m',
    );
  });

  it('ThroughcareCanaryMissing rings when canaries no longer come, and when the metric itself has gone', async () => {
    await service.canary(0);
    const own = new AlertWatch(rules, [target(() => service.app)]);
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
        await service.canary(20);
        await service.watch.pass('1m');
      }
    };
    await service.rings('ThroughcareCanarySlow', fault, '15s');
  });

  it('ThroughcareOldWriter rings while a writing transaction stays open', async () => {
    // Of another role: PostgreSQL does not say since when, and it holds every relay back all the same.
    const admin = new Client({ connectionString: service.app.database.adminUrl });
    const own = new AlertWatch(rules, [target(() => service.app)]);
    await own.pass('2m');
    expect(own.firing('ThroughcareOldWriter')).toEqual([]);
    await admin.connect();
    await admin.query('begin');
    await admin.query('select pg_current_xact_id()');
    await service.messaging.gauges.writing.open();
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    await own.pass('2m');
    expect(own.firing('ThroughcareOldWriter')).toHaveLength(1);
    await admin.query('rollback');
    await admin.end();
  });

  it('ThroughcareBlind rings while a part of the metrics cannot be read', async () => {
    await service.rings(
      'ThroughcareBlind',
      () => service.query('alter table booking.dead_letter rename to hidden').then(() => undefined),
      '6m',
    );
    await service.query('alter table booking.hidden rename to dead_letter');
  });

  it('ThroughcareOutboxStuck rings when committed events do not leave', async () => {
    await service.rings(
      'ThroughcareOutboxStuck',
      async () => {
        await service.messaging.relay.stop();
        await service.publish('O1');
        await service.query(`update booking.outbox set occurred_at = now() - interval '3 minutes'`);
      },
      '3m',
    );
  });

  it('ThroughcareTaskLate rings when a background task has not ended well for long, and the doctor names it', async () => {
    const app = await startTestApp(WatchedApp, { BACKGROUND: 'on' });
    app.app.get(Background).add({
      name: 'failing',
      every: { ms: 60_000 },
      once: 'cluster',
      round: () => Promise.reject(Object.assign(new Error('no'), { code: 'NOT_NOW' })),
    });
    const failures = 'select 1 from background_task where failures > 0';
    await until(async () => (await app.db.query<unknown[]>(failures)).length > 0);
    const own = new AlertWatch(rules, [target(() => app)]);
    await own.pass('6m');
    expect(own.firing('ThroughcareTaskLate')).toEqual([]);
    await app.db.query(`update background_task set since = now() - interval '20 minutes' where name = 'failing'`);
    await own.pass('6m');
    expect(own.firing('ThroughcareTaskLate')).toEqual([{ service: 'booking', task: 'failing' }]);
    const operator = await app.as({ username: 'OPS', authorities: ['ROLE_THROUGHCARE__OPS'] });
    const detail = expect.stringMatching(/^failing is 19 min late after \d+ failures \(NOT_NOW\)$/) as unknown;
    const checks = (await operator.get<object[]>('/ops/doctor')).body;
    expect(checks).toContainEqual({ name: 'background', status: 'warn', detail });
    const tasks = (await operator.get<object[]>('/ops/background')).body;
    expect(tasks).toMatchObject([
      { task: 'failing', once: 'cluster', every: { ms: 60_000 }, lastEnd: null, code: 'NOT_NOW' },
      { task: 'idempotency-purge', failures: 0, lateSeconds: 0 },
    ]);
    await app.close();
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
