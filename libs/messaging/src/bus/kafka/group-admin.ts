import { Logger } from '@nestjs/common';
import { type Admin, ConfigResourceTypes, type Kafka } from 'kafkajs';
import { count } from '@throughcare/base/metrics';
import { PARTITIONS } from '../../partition';
import { NEVER, type PartitionStanding, standingsOf } from './standings';
import { settingProblems } from './topic-settings.rules';

export type Assignment = Readonly<Record<string, readonly number[]>>;

const ALL_PARTITIONS = Array.from({ length: PARTITIONS }, (_, partition) => partition);

const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'unknown');

/** Settings with which topics could not be used, one sentence each. Needs the right to describe configurations. */
export const topicProblems = async (admin: Admin, topics: readonly string[]): Promise<string[]> => {
  const resources = topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name }));
  const found = await admin.describeConfigs({ includeSynonyms: false, resources });
  return found.resources.flatMap(({ resourceName, configEntries }) =>
    settingProblems(
      resourceName,
      Object.fromEntries(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ),
  );
};

/** What a consumer group asks of the broker beside reading: how far it is, what was kept, whether its topics can be read at all. */
export class GroupAdmin {
  private readonly logger = new Logger('KafkaFeed');
  private admin: Promise<Admin> | undefined;
  private closed = false;

  constructor(
    private readonly kafka: Kafka,
    readonly groupId: string,
    private readonly consumer: string,
  ) {}

  /** Ends of these partitions less what the group has committed; asked of the broker, not of our own fetching. */
  async lag(assignment: Assignment): Promise<number> {
    const standings = await this.standings(assignment);
    return standings.reduce((sum, { low, high, committed }) => sum + Math.max(0, high - Math.max(low, committed)), 0);
  }

  /**
   * Offsets of these partitions at `earliest`, `latest`, or of the first message sent at a moment or after it. By topic; where there is
   * none, the end.
   */
  async positionsAt(
    assignment: Assignment,
    to: string,
  ): Promise<{ topic: string; partition: number; offset: number }[]> {
    const admin = await this.connected();
    const ofTopic = async ([topic, mine]: [string, readonly number[]]) => {
      const kept = await admin.fetchTopicOffsets(topic);
      const isEnd = to === 'earliest' || to === 'latest';
      const since = isEnd ? [] : await admin.fetchTopicOffsetsByTimestamp(topic, Date.parse(to));
      return kept
        .filter(({ partition }) => mine.includes(partition))
        .map(({ partition, low, high }) => {
          const found = since.find((each) => each.partition === partition)?.offset;
          const first = found === undefined || Number(found) < 0 ? high : found;
          return { topic, partition, offset: Number(to === 'earliest' ? low : to === 'latest' ? high : first) };
        });
    };
    return (await Promise.all(Object.entries(assignment).map(ofTopic))).flat();
  }

  /** Events that would be read again, and left out, in all partitions of these topics. */
  async resetPlan(topics: readonly string[], to: string): Promise<{ back: number; forward: number }> {
    const all = Object.fromEntries(topics.map((topic) => [topic, ALL_PARTITIONS]));
    const standings = await this.standings(all);
    const targets = new Map((await this.positionsAt(all, to)).map((p) => [`${p.topic}/${p.partition}`, p.offset]));
    const moves = standings.map(({ topic, partition, low, committed }) => {
      const now = Math.max(low, committed);
      return (targets.get(`${topic}/${partition}`) ?? now) - now;
    });
    const sum = (steps: readonly number[]) => steps.filter((step) => step > 0).reduce((all, step) => all + step, 0);
    return { back: sum(moves.map((move) => 0 - move)), forward: sum(moves) };
  }

  /** Kafka deletes by age, whoever has read. kafkajs goes on with what is left and says nothing. */
  async checkKept(assignment: Assignment): Promise<void> {
    try {
      for (const { topic, partition, low, committed } of await this.standings(assignment))
        if (committed !== NEVER && committed < low) this.reportDeleted(topic, partition, committed, low);
    } catch (error) {
      if (!this.closed) this.logger.warn(`Could not check for events deleted by Kafka's retention: ${nameOf(error)}`);
    }
  }

  reportDeleted(topic: string, partition: number, from: number, to: number): void {
    count('offset_gaps');
    // kafkajs may have been first, and have committed "from the earliest".
    const which = from < 0 ? `offsets below ${to}` : `offsets ${from} to ${to - 1}`;
    this.logger.error(
      `KAFKA_EVENTS_DELETED: ${which} of ${topic}/${partition} were gone before ${this.consumer} had read them`,
    );
  }

  /** Says which settings of these topics we cannot live with. Who may not ask does not know. */
  async checkTopics(topics: readonly string[]): Promise<void> {
    const problems = await this.connected()
      .then((admin) => topicProblems(admin, topics))
      .catch(() => []);
    for (const problem of problems) this.logger.error(`KAFKA_TOPIC_UNUSABLE: ${this.consumer}: ${problem}`);
  }

  /** One topic of somebody else's default ends neither this process nor its HTTP side. */
  async sayUnreadable(topics: readonly string[]): Promise<void> {
    this.logger.error(
      `KAFKA_COMPRESSION_UNREADABLE: ${this.consumer} waits: a message is compressed in a way our client cannot read`,
    );
    await this.checkTopics(topics);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.admin?.then((admin) => admin.disconnect()).catch(() => undefined);
  }

  private async standings(assignment: Assignment): Promise<PartitionStanding[]> {
    return standingsOf(await this.connected(), this.groupId, assignment);
  }

  private connected(): Promise<Admin> {
    this.admin ??= (async () => {
      const admin = this.kafka.admin();
      await admin.connect();
      return admin;
    })();
    this.admin.catch(() => (this.admin = undefined));
    return this.admin;
  }
}
