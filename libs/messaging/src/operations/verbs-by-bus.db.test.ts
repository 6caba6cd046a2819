import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { Bus, Feed, Subscription } from '../bus/bus';
import { KafkaBus } from '../bus/kafka/kafka-bus';
import { SnsBus } from '../bus/sns/sns-bus';
import { InMemoryBroker, InMemoryBus } from '../../proof/harness/in-memory-bus';
import { scratchDatabase, type ScratchDatabase } from '../../proof/harness/scratch-database';
import { startService, type TestService } from '../../proof/harness/test-service';
import { lagByInstances } from './consumer-lag';

const instance = (lag: number | null, passed: number) => ({
  instance: 'i',
  build: '1',
  lag,
  passed,
  seenAt: new Date('2026-03-02T09:05:00Z'),
});

describe('F-077: operators’ verbs on each bus', () => {
  const docs = readFileSync(join(__dirname, '../../../../docs/operations.md'), 'utf8');
  const cell = (verb: string, column: number): string => {
    const line = docs.split('\n').find((each) => each.startsWith('| ') && each.includes(verb)) ?? '';
    return line.split('|').map((each) => each.trim())[column + 1] ?? '';
  };

  it.each<readonly [bus: string, column: number, create: () => Pick<Bus, 'features' | 'resetPlan'>]>([
    [
      'embedded',
      1,
      () => ({
        features: { transactionalCursor: true, retained: true, durable: true },
      }),
    ],
    ['Kafka', 2, () => new KafkaBus({ brokers: ['127.0.0.1:1'], owner: 'docs' })],
    ['SNS', 3, () => new SnsBus({ region: 'r', accountId: '0', claim: () => Promise.resolve(undefined) })],
  ])('are on %s what the table says', (_bus, column, create) => {
    const bus = create();
    const canReset = bus.features.transactionalCursor || bus.resetPlan !== undefined;
    expect(cell('`consumers reset`', column).startsWith('yes')).toBe(canReset);
    expect(cell('`consumers lag`: events', column) === 'from the tables').toBe(bus.features.transactionalCursor);
  });

  it('add what each instance has left where each has partitions, and not where all share a queue', () => {
    const two = [instance(3, 10), instance(4, 20)];
    expect(lagByInstances(two, false)).toEqual({ lag: 7, oldestSeconds: null, passed: 30 });
    expect(lagByInstances(two, true)).toEqual({ lag: 4, oldestSeconds: null, passed: 30 });
    expect(lagByInstances([instance(0, 5), instance(null, 0)], false)).toEqual({ lag: 0, oldestSeconds: 0, passed: 5 });
    expect(lagByInstances([instance(null, 1)], false)).toEqual({ lag: null, oldestSeconds: null, passed: null });
  });
});

/** A bus that keeps the position itself, as Kafka does. */
class FarBus extends InMemoryBus {
  readonly resets: string[] = [];
  override async subscribe(subscription: Subscription): Promise<Feed> {
    return Object.assign(await super.subscribe(subscription), { lag: () => Promise.resolve(21) });
  }
  resetPlan() {
    return Promise.resolve({ back: 7, forward: 0 });
  }
  reset(consumer: string, to: string) {
    this.resets.push(`${consumer} ${to}`);
    return Promise.resolve();
  }
}

describe('F-077: a consumer on a bus that keeps the position', () => {
  let db: ScratchDatabase;
  let services: TestService[];
  const broker = new InMemoryBroker();
  const buses = [new FarBus(broker), new FarBus(broker)];

  beforeAll(async () => {
    db = await scratchDatabase(['booking', 'assessment']);
    const handler = { consumer: 'test', type: BookingConfirmed.type, handle: () => undefined };
    services = [await startService(db, 'booking', [], { bus: new InMemoryBus(broker) })];
    for (const bus of buses) services.push(await startService(db, 'assessment', [handler], { bus }));
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
    await db.drop();
  });
  const consumers = () => (services[1] as TestService).messaging.operations.consumers;
  const until = async (what: () => Promise<boolean> | boolean) => {
    for (const end = Date.now() + 10_000; Date.now() < end && !(await what());) await sleep(20);
  };

  it('shows its lag and what it passed, by instance and together', async () => {
    await (services[0] as TestService).messaging.unitOfWork.run(async (_tx, publish) =>
      publish({ id: 'a', key: 'K1', version: 1 }, [BookingConfirmed.of(BookingConfirmed.example)]),
    );
    await until(async () => {
      const [found] = await consumers().list();
      return found?.lag === 42 && found.passed === 1;
    });
    expect(await consumers().list()).toMatchObject([
      { consumer: 'test', lag: 42, passed: 1, instances: [{ lag: 21 }, { lag: 21 }] },
    ]);
  });

  it('is moved on every instance, once, and the reset is written down', async () => {
    expect(await consumers().reset('test', 'earliest', 'OPS', 'again', true)).toEqual({ back: 7, forward: 0 });
    expect(await consumers().reset('test', 'earliest', 'OPS', 'again', false)).toEqual({ back: 7, forward: 0 });
    await until(() => buses.every(({ resets }) => resets.length > 0));
    expect(buses.map(({ resets }) => resets)).toEqual([['test earliest'], ['test earliest']]);
    expect(await db.query('select action, actor from assessment.ops_audit')).toEqual([
      { action: 'consumer.reset', actor: 'OPS' },
    ]);
  });

  it('is moved to the moment of asking where that was the end: an instance whose turn comes later leaves nothing more out', async () => {
    const before = Date.now();
    await consumers().reset('test', 'latest', 'OPS', 'forward', false);
    await until(() => buses.every(({ resets }) => resets.length > 1));
    const [[, one], [, two]] = buses.map(({ resets }) => resets) as [string[], string[]];
    expect(one).toBe(two);
    const moment = Date.parse((one ?? '').replace('test ', ''));
    expect(moment).toBeGreaterThanOrEqual(before - 1);
    expect(moment).toBeLessThanOrEqual(Date.now() + 1);
  });

  it('is moved as well by an instance that starts within a minute, and not by one that starts later', async () => {
    const handler = { consumer: 'test', type: BookingConfirmed.type, handle: () => undefined };
    const [soon, late] = [new FarBus(broker), new FarBus(broker)];
    services.push(await startService(db, 'assessment', [handler], { bus: soon }));
    expect(soon.resets).toEqual([buses[0]?.resets.at(-1)]);
    await db.query(`update assessment.ops_audit set at = at - interval '61 seconds'`);
    services.push(await startService(db, 'assessment', [handler], { bus: late }));
    expect(late.resets).toEqual([]);
  });

  it('is given nothing that it missed while it is paused: nobody knows what only waits', async () => {
    const { replays } = (services[1] as TestService).messaging.operations;
    const missed = { consumer: 'test', mode: 'redeliver', filter: { missed: true } } as const;
    const asked = { ...missed, reason: 'r', requestedBy: 'OPS', withEffects: false, swap: false };
    expect(await replays.plan(missed)).toMatchObject({ total: 0 });
    await consumers().pause('test', 'OPS', 'r');
    const refused = { kind: 'conflict', code: 'CONSUMER_PAUSED' };
    await expect(replays.plan(missed)).rejects.toMatchObject(refused);
    await expect(replays.begin(asked)).rejects.toMatchObject(refused);
    expect(await replays.plan({ ...missed, filter: {} })).toMatchObject({ total: expect.any(Number) as number });
    await consumers().resume('test', 'OPS', 'r');
    expect(await replays.plan(missed)).toMatchObject({ total: 0 });
  });

  it.each(['soon', 'room 5', 'room 500', '-1', '0000-01-01T00:00:00Z', '2026-03-02'])(
    'is not moved to what only looks like a moment: %s',
    async (to) => {
      await expect(consumers().reset('test', to, 'OPS', 'r', false)).rejects.toMatchObject({ code: 'TIME_UNREADABLE' });
      expect(buses.every(({ resets }) => !resets.includes(`test ${to}`))).toBe(true);
    },
  );
});
