import { EventEmitter } from 'node:events';
import type { Consumer, ConsumerRunConfig, EachBatchPayload, Kafka } from 'kafkajs';
import { Collector } from '../testing/collector';
import { KafkaFeed } from './feed';

const TOPIC = 'throughcare.booking';
const EVENTS = { FETCH_START: 'fetch', REBALANCING: 'rebalancing', GROUP_JOIN: 'join', CRASH: 'crash' };

/** As much of a kafkajs consumer as a feed uses; the test is the broker. */
class Group {
  readonly heard = new EventEmitter();
  readonly resolved: string[] = [];
  readonly pauses: unknown[] = [];
  away = false;
  starts = 0;
  private eachBatch: ConsumerRunConfig['eachBatch'];

  readonly consumer = {
    events: EVENTS,
    on: (event: string, listener: (event: unknown) => void) => this.heard.on(event, listener),
    connect: () => (this.away ? Promise.reject(new Error('refused')) : Promise.resolve()),
    subscribe: () => Promise.resolve(),
    run: ({ eachBatch }: ConsumerRunConfig) => {
      this.starts += 1;
      this.eachBatch = eachBatch;
      return Promise.resolve();
    },
    pause: (places: unknown) => void this.pauses.push(places),
    resume: () => undefined,
    commitOffsets: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
  };
  readonly kafka = { consumer: () => this.consumer as unknown as Consumer } as unknown as Kafka;

  join(member: string, partitions: readonly number[]): void {
    const payload = { memberId: member, memberAssignment: { [TOPIC]: partitions } };
    this.heard.emit(EVENTS.GROUP_JOIN, { payload });
  }

  /** A batch that was asked for from `from` on. */
  async batch(partition: number, from: number, count: number): Promise<void> {
    const offsets = Array.from({ length: count }, (_, at) => String(from + at));
    const payload = {
      batch: {
        ...{ topic: TOPIC, partition, fetchedOffset: String(from) },
        messages: offsets.map((offset) => ({ offset, key: null, value: null, timestamp: '1', headers: {} })),
        lastOffset: () => offsets.at(-1) ?? '',
      },
      resolveOffset: (offset: string) => void this.resolved.push(`${partition}:${offset}`),
      heartbeat: () => Promise.resolve(),
      isRunning: () => true,
      isStale: () => false,
    };
    await this.eachBatch?.(payload as unknown as EachBatchPayload);
  }
}

describe('a consumer group’s feed', () => {
  let group: Group;
  let feed: KafkaFeed;
  let collector: Collector;
  let fatal: string[] = [];
  const offsets = () => collector.deliveries.map(({ offset }) => offset);

  beforeEach(async () => {
    jest.useFakeTimers();
    fatal = [];
    group = new Group();
    collector = new Collector({ consumer: 'c', types: [] });
    feed = new KafkaFeed(collector, {
      kafka: group.kafka,
      owner: 'test',
      onFatal: ({ message }) => void fatal.push(message),
    });
    await feed.start();
    group.join('me', [1, 2]);
  });
  afterEach(async () => {
    await feed.close();
    jest.useRealTimers();
  });

  describe('when another connection’s error made the member join again', () => {
    it('leaves a batch alone that was fetched before, when it begins behind what was not settled', async () => {
      await group.batch(1, 0, 3);
      group.join('me', [1, 2]);
      await group.batch(1, 3, 2);
      expect(group.resolved).toEqual(['1:2']);
      await group.batch(1, 0, 3);
      await group.batch(1, 3, 2);
      expect(offsets()).toEqual([0, 1, 2, 0, 1, 2, 3, 4]);
    });

    it('leaves it alone too when the new ones have begun to come', async () => {
      await group.batch(1, 0, 5);
      group.join('me', [1, 2]);
      await group.batch(1, 0, 3);
      await group.batch(1, 5, 2);
      await group.batch(1, 3, 4);
      expect(offsets()).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 5, 6]);
    });

    it('takes it when everything before it was settled', async () => {
      await group.batch(1, 0, 3);
      await feed.ack(collector.deliveries);
      group.join('me', [1, 2]);
      await group.batch(1, 3, 2);
      expect(offsets()).toEqual([0, 1, 2, 3, 4]);
    });
  });

  it('begins where the group is when a partition comes back from another member', async () => {
    await group.batch(1, 0, 3);
    group.join('me', [2]);
    group.join('me', [1, 2]);
    await group.batch(1, 40, 2);
    expect(offsets()).toEqual([0, 1, 2, 40, 41]);
  });

  it('begins where the group is when it was thrown out meanwhile', async () => {
    await group.batch(1, 0, 3);
    group.join('another me', [1, 2]);
    await group.batch(1, 40, 2);
    expect(offsets()).toEqual([0, 1, 2, 40, 41]);
  });

  it('goes on behind a hole when the broker keeps nothing before it', async () => {
    await group.batch(1, 0, 3);
    group.join('me', [1, 2]);
    // Three brokers may each have led the partition and still bring what they were asked for then.
    for (let time = 1; time <= 3; time += 1) await group.batch(1, 40, 2);
    expect(offsets()).toEqual([0, 1, 2]);
    for (let time = 4; time <= 9; time += 1) await group.batch(1, 40, 2);
    expect(offsets().slice(0, 5)).toEqual([0, 1, 2, 40, 41]);
  });

  it('stays paused as a person said, through a partition that runs ahead and through a new start', async () => {
    const everything = [{ topic: TOPIC }];
    feed.control({ action: 'pause' });
    await group.batch(1, 0, 1_200); // was on its way; kafkajs would let all others go for the pause of one
    expect(group.pauses).toEqual([everything]);
    group.join('started anew', [1, 2]);
    expect(group.pauses).toEqual([everything, everything]);
    feed.control({ action: 'resume' });
    await group.batch(1, 0, 1_200);
    expect(group.pauses.at(-1)).toEqual([{ topic: TOPIC, partitions: [1] }]);
  });

  const crash = (error: Error) => group.heard.emit(EVENTS.CRASH, { payload: { error, restart: false } });
  const nobody = () => Object.assign(new Error('nobody'), { name: 'KafkaJSGroupCoordinatorNotFound' });

  it('starts again for as long as no broker answers, which kafkajs takes for the end', async () => {
    group.away = true;
    crash(nobody());
    await jest.advanceTimersByTimeAsync(300_000);
    expect([group.starts, fatal]).toEqual([1, []]);
    group.away = false;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(group.starts).toBe(2);
    crash(new Error('wrapped', { cause: nobody() }));
    await jest.advanceTimersByTimeAsync(1_000);
    expect([group.starts, fatal]).toEqual([3, []]);
  });

  it('does not start again once it was closed', async () => {
    crash(nobody());
    await feed.close();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(group.starts).toBe(1);
  });

  it('gives up after any other crash that kafkajs does not mend itself', () => {
    crash(new TypeError('of a bug'));
    expect(fatal).toEqual(['of a bug']);
  });

  it('gives up when its client has said nothing for two minutes: not a fetch, not a join, not a crash', () => {
    for (let minute = 0; minute < 5; minute += 1) {
      jest.advanceTimersByTime(60_000);
      group.heard.emit(EVENTS.FETCH_START, {});
    }
    expect(fatal).toEqual([]);
    jest.advanceTimersByTime(121_000);
    expect(fatal).toEqual(['KAFKA_CONSUMER_SILENT']);
  });
});
