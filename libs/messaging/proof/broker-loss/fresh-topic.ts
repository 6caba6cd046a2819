import { Kafka, logLevel } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { calmKafkaTimers } from '#src/bus/kafka/calm-timers';
import { topicOf } from '#src/bus/kafka/codec';
import { createTopics } from '#src/bus/kafka/kafka-bus';

const GONE_WITHIN_MS = 60_000;

/** An empty topic of this source on three replicas: what an earlier run left in it is deleted. */
export const freshTopic = async (brokers: readonly string[], source: string): Promise<void> => {
  calmKafkaTimers();
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  const topic = topicOf(source);
  await admin.connect();
  try {
    const isThere = async () => (await admin.listTopics()).includes(topic);
    if (await isThere()) await admin.deleteTopics({ topics: [topic] });
    for (const end = Date.now() + GONE_WITHIN_MS; (await isThere()) && Date.now() < end;) await sleep(100);
  } finally {
    await admin.disconnect();
  }
  await createTopics({ brokers, owner: 'deployment', sources: [source], replicationFactor: 3 });
};
