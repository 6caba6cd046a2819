// Consumers whose bus is out of reach when they subscribe: at the start of a service, and when the watchdog starts one again.
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { Feed, Subscription } from '../bus/bus';
import { logChannel, Signals } from '../database/signals';
import { wireTo } from '../../proof/harness/cut-wire';
import { InMemoryBroker, InMemoryBus } from '../../proof/harness/in-memory-bus';
import { scratchDatabase, type ScratchDatabase } from '../../proof/harness/scratch-database';
import { startService, type TestService } from '../../proof/harness/test-service';

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const forbidden = Object.assign(new Error('no'), { code: 'SASL_AUTHENTICATION_FAILED' });

/** A bus with a wire that can be out. */
class FarBus extends InMemoryBus {
  trouble: Error | undefined;
  /** What every subscription says it has not passed. */
  behind = 0;
  subscriptions = 0;
  /** A consumer whose subscription waits for `answer`. */
  slow: string | undefined;
  answer: () => void = () => undefined;

  override async subscribe(subscription: Subscription): Promise<Feed> {
    if (this.slow === subscription.consumer) await new Promise<void>((resolve) => (this.answer = resolve));
    if (this.trouble) throw this.trouble;
    await new Promise((resolve) => setTimeout(resolve, 10)); // as over a network
    this.subscriptions += 1;
    const { consumer } = subscription;
    const feed = await super.subscribe(subscription);
    const lag = () => (this.trouble ? Promise.reject(this.trouble) : Promise.resolve(this.behind));
    const others = () => this.broker.group(consumer).members.filter((member) => member !== feed);
    return Object.assign(feed, { lag, close: () => this.broker.regroup(consumer, others()) });
  }
}

const until = async (what: () => boolean) => {
  for (const limit = Date.now() + 15_000; Date.now() < limit; await new Promise((resolve) => setTimeout(resolve, 20)))
    if (what()) return;
  throw new Error('It did not happen in time');
};

describe('a service whose bus is away', () => {
  let db: ScratchDatabase;
  let broker: InMemoryBroker;
  let bus: FarBus;
  let booking: TestService;
  let seen: string[];
  const fatal = jest.fn();
  const running: TestService[] = [];

  beforeAll(async () => {
    db = await scratchDatabase(['booking', 'passport']);
  });
  beforeEach(async () => {
    broker = new InMemoryBroker();
    bus = new FarBus(broker);
    seen = [];
    fatal.mockReset();
    booking = await startService(db, 'booking', [], { bus: new InMemoryBus(broker) });
    running.push(booking);
  });
  afterEach(async () => void (await Promise.all(running.splice(0).map((service) => service.stop()))));
  afterAll(() => db.drop());

  let version = 0;
  const publish = (service: TestService) =>
    service.messaging.unitOfWork.run(async (_tx, tell) => {
      version += 1;
      tell({ id: 'b-1', key: 'X900001', version }, [BookingConfirmed.of(BookingConfirmed.example)]);
      return version;
    });
  const startPassport = async () => {
    const handler = (consumer: string) => ({
      consumer,
      type: BookingConfirmed.type,
      handle: async (event: { aggregateversion: number }) => void seen.push(`${consumer} ${event.aggregateversion}`),
    });
    const passport = await startService(db, 'passport', [handler('passport.view'), handler('passport.timeline')], {
      bus,
      watchdog: { patienceMs: 300, everyMs: 100, onFatal: fatal },
    });
    running.push(passport);
    return passport;
  };
  const awayOf = ({ messaging }: TestService) => messaging.server.watched.map((consumer) => consumer.isSubscribing());

  it('starts, takes commands, says which consumers wait, and handles everything once the bus is back', async () => {
    bus.trouble = refused;
    const passport = await startPassport();
    expect(awayOf(passport)).toEqual([true, true]);
    const versions = [await publish(booking), await publish(booking)];
    await until(() => passport.messaging.watchdog.stalledConsumers.length === 2);
    bus.trouble = undefined;
    await until(() => seen.length === 4);
    expect(seen.filter((line) => line.startsWith('passport.view'))).toEqual(versions.map((v) => `passport.view ${v}`));
    expect(awayOf(passport)).toEqual([false, false]);
    await until(() => passport.messaging.watchdog.stalledConsumers.length === 0);
    expect(bus.subscriptions).toBe(2);
    expect(fatal).not.toHaveBeenCalled();
  }, 30_000);

  it('keeps a consumer paused that an operator paused meanwhile', async () => {
    bus.trouble = refused;
    const passport = await startPassport();
    const control = passport.messaging.operations.consumers;
    await control.pause('passport.view', 'OPS_1', 'while the bus is away');
    const first = await publish(booking);
    bus.trouble = undefined;
    await until(() => seen.length === 1);
    expect(seen).toEqual([`passport.timeline ${first}`]);
    await control.resume('passport.view', 'OPS_1', 'back');
    await until(() => seen.length === 2);
  }, 30_000);

  it('does not start where trying again cannot help', async () => {
    bus.trouble = forbidden;
    await expect(startPassport()).rejects.toBe(forbidden);
  });

  it('does not wait for the other consumers once one has found the bus away', async () => {
    bus.trouble = refused;
    bus.slow = 'passport.timeline';
    await startPassport();
    bus.trouble = undefined;
    bus.answer();
    await until(() => bus.subscriptions === 2);
  }, 30_000);

  it('subscribes once, however often it is told to start again meanwhile', async () => {
    bus.trouble = refused;
    const passport = await startPassport();
    const [view] = passport.messaging.server.watched;
    await view?.restart();
    await view?.restart();
    bus.trouble = undefined;
    await until(() => bus.subscriptions === 2);
    await new Promise((resolve) => setTimeout(resolve, 1_200)); // longer than the pause between two tries
    expect(bus.subscriptions).toBe(2);
  }, 30_000);

  it('lives through an outage that makes the watchdog start its consumers again', async () => {
    const passport = await startPassport();
    bus.trouble = refused;
    await until(() => awayOf(passport).every(Boolean));
    const only = await publish(booking);
    await new Promise((resolve) => setTimeout(resolve, 1_000)); // more than three times the watchdog's patience
    expect(fatal).not.toHaveBeenCalled();
    bus.trouble = undefined;
    await until(() => seen.length === 2);
    expect([...seen].sort()).toEqual([`passport.timeline ${only}`, `passport.view ${only}`]);
    await until(() => bus.subscriptions === 4);
    expect(['passport.view', 'passport.timeline'].map((name) => broker.group(name).members.length)).toEqual([1, 1]);
  }, 30_000);

  it('is ended by the watchdog when a new subscription passes nothing either', async () => {
    bus.behind = 3;
    await startPassport();
    await until(() => fatal.mock.calls.length > 0);
    expect(bus.subscriptions).toBeGreaterThan(2);
  }, 30_000);

  it('stops while it waits', async () => {
    bus.trouble = refused;
    const passport = await startPassport();
    running.splice(running.indexOf(passport), 1);
    await passport.stop();
    bus.trouble = undefined;
    await new Promise((resolve) => setTimeout(resolve, 1_200)); // longer than the pause between two tries
    expect(bus.subscriptions).toBe(0);
  }, 30_000);
});

describe('a service on the embedded bus whose database is away', () => {
  it('lives through an outage, and listens afterwards as often as before', async () => {
    const server = new URL(process.env['TEST_POSTGRES_URL'] ?? '');
    const wire = await wireTo(server.href);
    server.port = new URL(wire.address).port;
    const db = await scratchDatabase(['booking', 'passport'], server.href);
    let listeners = 0;
    const { listen } = Signals.prototype;
    const watched = jest.spyOn(Signals.prototype, 'listen').mockImplementation(function (this: Signals, channel, wake) {
      const stop = listen.call(this, channel, wake);
      if (channel !== logChannel('booking')) return stop;
      listeners += 1;
      return () => {
        listeners -= 1;
        stop();
      };
    });
    const seen: number[] = [];
    const fatal = jest.fn();
    const handle = async (event: { aggregateversion: number }) => void seen.push(event.aggregateversion);
    const handler = { consumer: 'passport.view', type: BookingConfirmed.type, handle };
    const passport = await startService(db, 'passport', [handler], {
      watchdog: { patienceMs: 500, everyMs: 100, onFatal: fatal },
    });
    const booking = await startService(db, 'booking');
    const publish = (version: number) =>
      booking.messaging.unitOfWork.run(async (_tx, tell) =>
        tell({ id: 'b-1', key: 'X900001', version }, [BookingConfirmed.of(BookingConfirmed.example)]),
      );
    await publish(1);
    await until(() => seen.length === 1);
    await wire.cut(4_000); // eight times the watchdog's patience, and several tries to subscribe
    await publish(2);
    await until(() => seen.length === 2);
    expect({ seen, listeners, fatal: fatal.mock.calls }).toEqual({ seen: [1, 2], listeners: 1, fatal: [] });
    watched.mockRestore();
    await Promise.all([booking.stop(), passport.stop()]);
    await db.drop();
    await wire.close();
  }, 60_000);
});
