import { Client } from 'pg';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { EventServer } from '@throughcare/messaging/messaging.module';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { OperatedApp, TestIssuer, operatedDatabase, startTestApp, testDatabase, until, wireTo } from '../testing';
import type { TestDatabase } from '../testing';

describe('a service whose database goes away while it starts', () => {
  let database: TestDatabase;
  let issuer: TestIssuer;
  let admin: Client;
  beforeAll(async () => {
    [database, issuer] = await Promise.all([testDatabase(operatedDatabase), TestIssuer.start()]);
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await issuer.close();
    await database.drop();
  });

  const connections = async () => {
    const { rows } = await admin.query<{ n: number }>(
      'select count(*)::int as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    return rows[0]?.n;
  };

  /** Starts over a wire that breaks for 100 ms after so many pieces; answers with how many a whole start sends. */
  const start = async (pieces?: number) => {
    const wire = await wireTo(database.url);
    const url = new URL(database.url);
    url.port = new URL(wire.address).port;
    const cut = pieces === undefined ? undefined : wire.cutAfter(pieces, 100);
    const app = await startTestApp(OperatedApp, {}, { on: { issuer, database: { ...database, url: url.href } } });
    const { sent } = wire;
    await until(async () => (await app.request.get('/health/readiness')).status === 200);
    await app.close();
    await wire.close();
    await cut;
    return sent;
  };

  it('is ready when it is back, at whatever step it went, and keeps no connection of the start that failed', async () => {
    const whole = await start();
    // Three at a time: each may wait seconds for an instance that died, as a service does that starts again.
    for (let pieces = 1; pieces <= whole; pieces += 3)
      await Promise.all([pieces, pieces + 1, pieces + 2].filter((one) => one <= whole).map(start));
    // Starts do not all send as many pieces: one may be over before its wire breaks.
    await start(whole + 100);
    await until(async () => (await connections()) === 0);
    expect(whole).toBeGreaterThan(25);
  }, 120_000);
});

describe('a service whose bus is away when it starts', () => {
  it('serves requests and takes commands, whose events wait in the outbox', async () => {
    const app = await startTestApp(OperatedApp, { EVENT_BUS: 'kafka', KAFKA_BROKERS: '127.0.0.1:2' });
    expect((await app.request.get('/health/readiness')).status).toBe(200);
    const waiting = async (): Promise<unknown> => app.db.query('select count(*)::int as n from booking.outbox');
    expect(await waiting()).toEqual([{ n: 0 }]);
    await app.app.get(UnitOfWork).run(async (_tx, tell) => {
      tell({ id: 'b-1', key: 'X900001', version: 1 }, [BookingConfirmed.of(BookingConfirmed.example)]);
    });
    expect(await waiting()).toEqual([{ n: 1 }]);
    expect(app.app.get(EventServer).watched.map((consumer) => consumer.isSubscribing())).toEqual([true]);
    await app.close();
  }, 120_000);
});
