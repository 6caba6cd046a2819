import type { Admin } from 'kafkajs';

/** Of a partition: what the broker keeps (`high` is one above the last), and up to where a group has committed. */
export interface PartitionStanding {
  readonly topic: string;
  readonly partition: number;
  readonly low: number;
  readonly high: number;
  readonly committed: number;
}

/** As Kafka tells that a group has no position. */
export const NEVER = -1;

/** Of the partitions of a member's assignment, by topic; asked of the broker. */
export const standingsOf = async (
  admin: Admin,
  groupId: string,
  assignment: Readonly<Record<string, readonly number[]>>,
): Promise<PartitionStanding[]> => {
  const ofTopic = async ([topic, mine]: [string, readonly number[]]): Promise<PartitionStanding[]> => {
    const [kept, [group]] = await Promise.all([
      admin.fetchTopicOffsets(topic),
      admin.fetchOffsets({ groupId, topics: [topic] }),
    ]);
    const committed = new Map(group?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    return kept
      .filter(({ partition }) => mine.includes(partition))
      .map(({ partition, low, high }) => ({
        topic,
        partition,
        low: Number(low),
        high: Number(high),
        committed: committed.get(partition) ?? NEVER,
      }));
  };
  return (await Promise.all(Object.entries(assignment).map(ofTopic))).flat();
};
