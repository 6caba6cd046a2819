import { EventEmitter } from 'node:events';
import type { Admin, Consumer, ConsumerConfig, ConsumerRunConfig, EachBatchPayload, Kafka } from 'kafkajs';
import type { Subscription } from '#src/bus/bus';
import { KafkaFeed } from '#src/bus/kafka/feed';

export const TOPIC = 'throughcare.booking';
export const EVENTS = { FETCH_START: 'fetch', REBALANCING: 'rebalancing', GROUP_JOIN: 'join', CRASH: 'crash' };

/** As much of a kafkajs consumer as a feed uses; the test is the broker. */
export class Group {
  readonly heard = new EventEmitter();
  readonly resolved: string[] = [];
  readonly pauses: unknown[] = [];
  readonly seeks: unknown[] = [];
  readonly commits: unknown[] = [];
  away = false;
  left = false;
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
    seek: (place: unknown) => void this.seeks.push(place),
    commitOffsets: (offsets: unknown) =>
      this.left ? Promise.reject(new Error('not initialized')) : Promise.resolve(void this.commits.push(offsets)),
    stop: () => Promise.resolve(void (this.left = true)),
    disconnect: () => Promise.resolve(),
  };
  /** What the broker keeps of partition 1, and up to where the group has committed. */
  standing = { low: '0', high: '50', offset: '-1' };
  topicSettings: object[] = [];
  readonly admin = {
    describeConfigs: () => Promise.resolve({ resources: [{ resourceName: TOPIC, configEntries: this.topicSettings }] }),
    connect: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
    fetchTopicOffsetsByTimestamp: () => Promise.resolve([{ partition: 1, offset: '20' }]),
    fetchTopicOffsets: () => Promise.resolve([{ partition: 1, ...this.standing }]),
    fetchOffsets: () => Promise.resolve([{ topic: TOPIC, partitions: [{ partition: 1, ...this.standing }] }]),
  };
  config: ConsumerConfig | undefined;
  readonly kafka = {
    consumer: (config: ConsumerConfig) => {
      this.config = config;
      return this.consumer as unknown as Consumer;
    },
    admin: () => this.admin as unknown as Admin,
  } as unknown as Kafka;

  join(member: string, partitions: readonly number[]): void {
    const payload = { memberId: member, memberAssignment: { [TOPIC]: partitions } };
    this.heard.emit(EVENTS.GROUP_JOIN, { payload });
  }

  /** A batch that was asked for from `from` on. */
  async batch(partition: number, from: number, count: number): Promise<void> {
    const offsets = Array.from({ length: count }, (_, at) => String(from + at));
    const payload = {
      batch: {
        topic: TOPIC,
        partition,
        fetchedOffset: String(from),
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

/** A feed that has started and has joined the stand-in's group with partitions 1 and 2. What ends the process is kept in `fatal`. */
export const startedFeed = async (subscription: Subscription) => {
  const fatal: string[] = [];
  const group = new Group();
  const onFatal = ({ message }: Error) => void fatal.push(message);
  const feed = new KafkaFeed(subscription, { kafka: group.kafka, owner: 'test', onFatal });
  await feed.start();
  group.join('me', [1, 2]);
  return { fatal, group, feed };
};
