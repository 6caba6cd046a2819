// A new release that cannot do the work it has taken over: its bus is away, for it alone or for everybody.
import { setTimeout as sleep } from 'node:timers/promises';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import type { Feed, Subscription } from '../bus/bus';
import { counted } from '@throughcare/base/metrics';
import { InMemoryBroker, InMemoryBus } from '../../proof/harness/in-memory-bus';
import { scratchDatabase, type ScratchDatabase } from '../../proof/harness/scratch-database';
import { startService, type TestService } from '../../proof/harness/test-service';

const made = BookingProvisionallyMade.of(BookingProvisionallyMade.example);
const confirmed = BookingConfirmed.of(BookingConfirmed.example);
const BOTH = [BookingConfirmed.type, BookingProvisionallyMade.type];

const PATIENCE_MS = 240_000;

class FarBus extends InMemoryBus {
  isAway = false;

  override async subscribe(subscription: Subscription): Promise<Feed> {
    if (this.isAway) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    return super.subscribe(subscription);
  }
}

describe('a new release that cannot subscribe', () => {
  let db: ScratchDatabase;
  let broker: InMemoryBroker;
  let booking: TestService;
  let seen: string[];
  let version = 0;
  const running: TestService[] = [];

  beforeEach(async () => {
    db = await scratchDatabase(['booking', 'assessment']);
    broker = new InMemoryBroker();
    seen = [];
    booking = await startService(db, 'booking', [], { bus: new InMemoryBus(broker) });
    running.push(booking);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((service) => service.stop()));
    await db.drop();
  });

  const start = async (by: string, types: readonly string[], bus: FarBus, shareEveryMs: number) => {
    const handlers = types.map((type) => ({
      consumer: 'test',
      type,
      handle: (event: { aggregateversion: number }) => void seen.push(`${by} ${event.aggregateversion}`),
    }));
    const service = await startService(db, 'assessment', handlers, { bus, shareEveryMs });
    running.push(service);
    return service;
  };
  const publish = (event: typeof made | typeof confirmed) =>
    booking.messaging.unitOfWork.run(async (_tx, tell) => {
      version += 1;
      tell({ id: 'b', key: 'K', version }, [event]);
      return version;
    });
  const until = async (what: () => boolean | Promise<boolean>) => {
    for (const limit = Date.now() + PATIENCE_MS; Date.now() < limit; await sleep(10)) if (await what()) return;
    throw new Error(`It did not happen in time: ${seen.join()}`);
  };

  it(
    'F-017: leaves the work to the old one, and takes it over once it can',
    async () => {
      const [oldBus, newBus] = [new FarBus(broker), new FarBus(broker)];
      await start('old', [BookingConfirmed.type], oldBus, 50);
      newBus.isAway = true;
      await start('new', BOTH, newBus, 50);
      const first = await publish(confirmed);
      await until(() => seen.includes(`old ${first}`));
      newBus.isAway = false;
      await until(async () => {
        const next = await publish(made);
        await sleep(50);
        return seen.includes(`new ${next}`);
      });
    },
    3 * PATIENCE_MS,
  );

  it(
    'F-017: passes nothing when the bus was away for both and the old one is back first',
    async () => {
      const before = counted('unhandled');
      const [oldBus, newBus] = [new FarBus(broker), new FarBus(broker)];
      const old = await start('old', [BookingConfirmed.type], oldBus, 500);
      oldBus.isAway = newBus.isAway = true;
      await start('new', BOTH, newBus, 500);
      const versions = [await publish(made), await publish(confirmed)];
      await until(() => old.messaging.server.watched.some((consumer) => consumer.isSubscribing()));
      oldBus.isAway = false;
      await until(() => broker.group('test').members.length === 1);
      newBus.isAway = false;
      await until(() => seen.length === 2);
      expect(seen).toEqual(versions.map((each) => `new ${each}`));
      expect(counted('unhandled')).toBe(before);
    },
    3 * PATIENCE_MS,
  );
});
