import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { scratchDatabase, type ScratchDatabase } from '../../proof/harness/scratch-database';
import { startService, type TestService } from '../../proof/harness/test-service';
import { registry, type Sample } from '@throughcare/base/metric-registry';
import { silentChanges, versionGaps } from '../operations/silent-changes';

const aggregate = (id: string, version: number) => ({ id, key: 'X900001', version });
const until = async (what: () => Promise<boolean> | boolean) => {
  for (const limit = Date.now() + 15_000; Date.now() < limit; await new Promise((resolve) => setTimeout(resolve, 20)))
    if (await what()) return;
  throw new Error('It did not happen in time');
};

describe('what a service tells about its events', () => {
  let db: ScratchDatabase;
  let booking: TestService;
  let passport: TestService;
  let seen: number[];
  let stuck: Promise<void> | undefined;
  const restarts: string[] = [];

  beforeAll(async () => {
    const rows = 'create table booking.booking (id text primary key, version int not null)';
    db = await scratchDatabase(['booking', 'passport'], undefined, rows);
    seen = [];
    const consumer = { consumer: 'passport.accommodation', type: BookingConfirmed.type };
    booking = await startService(db, 'booking', [], { aggregates: [{ table: 'booking' }] });
    passport = await startService(
      db,
      'passport',
      [
        {
          ...consumer,
          handle: async ({ aggregateversion }) => {
            await stuck;
            seen.push(aggregateversion);
          },
        },
      ],
      { watchdog: { patienceMs: 300, everyMs: 100, onFatal: (consumer) => restarts.push(`fatal ${consumer}`) } },
    );
  }, 30_000);
  afterAll(async () => {
    await booking.stop();
    await passport.stop();
    await db.drop();
  });

  const publish = (version: number, id = 'b-1') =>
    booking.messaging.unitOfWork.run(async (tx, tell) => {
      await tx.query(
        `insert into booking.booking values ($1, $2) on conflict (id) do update set version = excluded.version`,
        [id, version],
      );
      tell(aggregate(id, version), [BookingConfirmed.of(BookingConfirmed.example)]);
    });
  const valueOf = (samples: readonly Sample[], name: string) => samples.find((sample) => sample.name === name)?.value;

  it('counts batches and latency of what goes through', async () => {
    await publish(1);
    // After the commit, which comes after the handler.
    await until(() => /end_to_end_seconds_count\{consumer="passport.accommodation"\} [1-9]/.test(registry.text()));
    const text = registry.text();
    expect(text).toMatch(/throughcare_relay_batch_events_count [1-9]/);
    expect(text).toMatch(/throughcare_handled_total\{consumer="passport.accommodation"\} [1-9]/);
  });

  it('shows outbox, lag, letters and writers when asked', async () => {
    const samples = await passport.messaging.gauges.read();
    expect(valueOf(samples, 'throughcare_outbox_events')).toBe(0);
    expect(valueOf(samples, 'throughcare_consumer_lag_events')).toBe(0);
    expect(valueOf(samples, 'throughcare_dead_letters')).toBe(0);
    expect(valueOf(samples, 'throughcare_oldest_write_seconds')).toBeGreaterThanOrEqual(0);
    expect(valueOf(await booking.messaging.gauges.read(), 'throughcare_silent_changes')).toBe(0);
  });

  it('finds a row that changed without its event, and a version that is missing', async () => {
    const { dataSource, schema } = booking;
    expect(await silentChanges(dataSource, schema, [{ table: 'booking' }])).toEqual([
      { table: 'booking', count: 0, examples: [] },
    ]);
    await db.query(`update booking.booking set version = 2 where id = 'b-1'`);
    expect(await silentChanges(dataSource, schema, [{ table: 'booking' }])).toEqual([
      { table: 'booking', count: 1, examples: ['b-1'] },
    ]);
    expect(await versionGaps(dataSource, schema)).toBe(0);
    await publish(3);
    expect(await versionGaps(dataSource, schema)).toBe(1);
    await until(() => seen.length === 2);
  });

  it('notices a handler that hangs: behind, no progress, and no restart possible', async () => {
    let release: () => void = () => undefined;
    stuck = new Promise((resolve) => (release = resolve));
    await publish(4);
    const { watchdog } = passport.messaging;
    await until(() => watchdog.stalledConsumers.length > 0);
    expect(watchdog.stalledConsumers).toEqual(['passport.accommodation']);
    stuck = undefined;
    release();
    await until(() => watchdog.stalledConsumers.length === 0);
    await publish(5);
    await until(() => seen.includes(5));
    expect(seen).toEqual([1, 3, 4, 5]);
    expect(restarts).toEqual([]);
  }, 40_000);

  it('restarts one consumer alone, and it goes on where it was', async () => {
    const [watched] = passport.messaging.server.watched;
    await watched?.restart();
    await publish(6);
    await watched?.restart();
    await publish(7);
    await until(() => seen.includes(7));
    expect(seen).toEqual([1, 3, 4, 5, 6, 7]);
    await until(async () => (await watched?.behind()) === 0);
  }, 40_000);
});
