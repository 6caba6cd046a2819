import { Logger } from '@nestjs/common';
import { type Admin, ConfigResourceTypes, type Kafka } from 'kafkajs';
import { count } from '../metrics';
import { NEVER, type Standing, standingsOf } from './standings';
import { settingProblems } from './topic-settings.rules';

type Assignment = Readonly<Record<string, readonly number[]>>;

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

  /** Kafka deletes by age, whoever has read. kafkajs goes on with what is left and says nothing. */
  async checkKept(assignment: Assignment): Promise<void> {
    try {
      for (const { topic, partition, low, committed } of await this.standings(assignment))
        if (committed !== NEVER && committed < low) this.sayDeleted(topic, partition, committed, low);
    } catch (error) {
      if (!this.closed) this.logger.warn(`Nobody knows whether Kafka kept all events: ${nameOf(error)}`);
    }
  }

  sayDeleted(topic: string, partition: number, from: number, to: number): void {
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

  async close(): Promise<void> {
    this.closed = true;
    await this.admin?.then((admin) => admin.disconnect()).catch(() => undefined);
  }

  private async standings(assignment: Assignment): Promise<Standing[]> {
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
