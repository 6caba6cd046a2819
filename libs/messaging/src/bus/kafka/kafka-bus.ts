import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { monotonic } from '@throughcare/base/monotonic';
import type { Bus, Control, Feed, OutboxBatch, Subscription } from '../bus';
import { PARTITIONS } from '../../partition';
import { calmKafkaTimers } from './calm-timers';
import { topicOf } from './codec';
import { KafkaFeed, SILENT } from './feed';
import type { Asked } from './group-reset';
import { topicProblems } from './group-admin';
import { KafkaPublisher } from './publisher';
import { OUR_SETTINGS } from './topic-settings.rules';
import { joinKafkaGroupsWholly } from './whole-joins';

export interface KafkaBusOptions {
  /** `host:port` of some brokers. */
  readonly brokers: readonly string[];
  /** The service whose process this is: part of its groups' names. */
  readonly owner: string;
  readonly ssl?: boolean;
  readonly sasl?: { readonly mechanism: 'scram-sha-512'; readonly username: string; readonly password: string };
  /** Default: exit with code 1, so that the platform starts a new process. */
  readonly onFatal?: (error: Error) => void;
  readonly sessionTimeout?: number;
  /** Test of the test only. */
  readonly checkCoverage?: boolean;
}

const exitOnFatal = (error: Error): void => {
  const code = error.message === SILENT ? SILENT : 'KAFKA_CONSUMER_CRASHED'; // other messages may tell more than a log may
  process.stderr.write(`${JSON.stringify({ level: 'fatal', code, class: error.name })}\n`);
  process.exit(1);
};

const clientOf = (options: Omit<KafkaBusOptions, 'checkCoverage'>): Kafka => {
  calmKafkaTimers();
  joinKafkaGroupsWholly();
  return new Kafka({
    clientId: `throughcare-${options.owner}`,
    brokers: [...options.brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
    ...(options.ssl && { ssl: true }),
    ...(options.sasl && { sasl: options.sasl }),
  });
};

/** Kafka as bus: see {@link Bus} for what it promises. Topics are made by deployment ({@link createTopics}), never on the fly. */
export class KafkaBus implements Bus {
  readonly features = { transactionalCursor: false, retained: true, durable: true } as const;
  private readonly kafka: Kafka;
  private readonly publisher: KafkaPublisher;
  private readonly feeds = new Map<string, KafkaFeed>();
  /** By consumer: a subscription may begin after it. */
  private readonly resets = new Map<string, Asked>();

  constructor(private readonly options: KafkaBusOptions) {
    this.kafka = clientOf(options);
    this.publisher = new KafkaPublisher({ kafka: this.kafka, checkCoverage: options.checkCoverage ?? true });
  }

  publish(batch: OutboxBatch): Promise<void> {
    return this.publisher.publish(batch);
  }

  async subscribe(subscription: Subscription): Promise<Feed> {
    const { owner, onFatal = exitOnFatal, sessionTimeout } = this.options;
    const feed = new KafkaFeed(subscription, {
      kafka: this.kafka,
      owner,
      onFatal,
      asked: this.resets.get(subscription.consumer),
      ...(sessionTimeout !== undefined && { sessionTimeout }),
    });
    this.feeds.set(subscription.consumer, feed);
    await feed.start().catch(async (error: unknown) => {
      await feed.close().catch(() => undefined); // the first error is the one to tell
      throw error;
    });
    return feed;
  }

  control(consumer: string, control: Control): Promise<void> {
    this.feeds.get(consumer)?.control(control);
    return Promise.resolve();
  }

  async resetPlan(consumer: string, to: string): Promise<{ back: number; forward: number }> {
    return (await this.feeds.get(consumer)?.resetPlan(to)) ?? { back: 0, forward: 0 };
  }

  async reset(consumer: string, to: string): Promise<void> {
    this.resets.set(consumer, { to, at: monotonic() });
    await this.feeds.get(consumer)?.reset(to);
  }

  async close(): Promise<void> {
    await Promise.all([...this.feeds.values()].map((feed) => feed.close()));
    await this.publisher.close();
  }
}

/** Makes the topic of each source that is not there yet. A deployment step; services never create topics. */
export const createTopics = async (
  options: KafkaBusOptions & { readonly sources: readonly string[]; readonly replicationFactor?: number },
): Promise<void> => {
  const admin = clientOf(options).admin();
  const topics = options.sources.map(topicOf);
  await admin.connect();
  try {
    const replication = options.replicationFactor;
    await admin.createTopics({
      waitForLeaders: false, // its wait gives up when the broker it asks has not heard of the topic yet
      topics: topics.map((topic) => ({
        topic,
        numPartitions: PARTITIONS,
        configEntries: [...OUR_SETTINGS],
        ...(replication !== undefined && { replicationFactor: replication }),
      })),
    });
    await untilReady(() => isLed(admin, topics));
    await untilReady(() => hasCoordinator(admin));
  } finally {
    await admin.disconnect();
  }
};

/** What is wrong with the topics of these sources: missing ones, partitions, settings. One sentence each. */
export const kafkaDrift = async (
  options: KafkaBusOptions & { readonly sources: readonly string[] },
): Promise<string[]> => {
  const admin = clientOf(options).admin();
  const topics = options.sources.map(topicOf);
  await admin.connect();
  try {
    const there = new Set(await admin.listTopics());
    const present = topics.filter((topic) => there.has(topic));
    const { topics: found } = await admin.fetchTopicMetadata({ topics: present });
    return [
      ...topics.filter((topic) => !there.has(topic)).map((topic) => `${topic} is not there`),
      ...found
        .filter(({ partitions }) => partitions.length !== PARTITIONS)
        .map(({ name, partitions }) => `${name} has ${partitions.length} partitions instead of ${PARTITIONS}`),
      ...(present.length > 0 ? await topicProblems(admin, present) : []),
    ];
  } finally {
    await admin.disconnect();
  }
};

const READY_WITHIN_MS = 60_000;

/** Looks again while the answer is no or an error: a young cluster gives both. */
const untilReady = async (look: () => Promise<boolean>): Promise<void> => {
  for (const deadline = monotonic() + READY_WITHIN_MS; ; await sleep(100)) {
    try {
      if (await look()) return;
    } catch (error) {
      if (monotonic() > deadline) throw error;
    }
    if (monotonic() > deadline) throw new Error('KAFKA_TOPICS_NOT_READY');
  }
};

const isLed = async (admin: Admin, topics: readonly string[]): Promise<boolean> => {
  const found = await admin.fetchTopicMetadata({ topics: [...topics] });
  return (
    found.topics.length === topics.length &&
    found.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))
  );
};

/** The first question about a group makes the broker create its own topic of positions, which takes a while. */
const hasCoordinator = async (admin: Admin): Promise<boolean> => {
  const { groups } = await admin.describeGroups(['throughcare.topology']);
  return groups.length > 0;
};
