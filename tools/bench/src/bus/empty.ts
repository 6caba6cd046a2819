import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteTopicCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { awsClients, calmKafkaTimers, createQueue, createTopics, topicOf } from '@throughcare/messaging/bench';
import { Kafka, logLevel } from 'kafkajs';
import { EMULATED } from './emulated';

const SOURCE = 'booking';

/** A new topic of 64 partitions in the place of the one that was used. */
export const emptyKafka = async (address: string): Promise<void> => {
  calmKafkaTimers();
  const brokers = address.split(',');
  const admin = new Kafka({ clientId: 'bench', brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topic = topicOf(SOURCE);
  const isThere = async () => (await admin.listTopics()).includes(topic);
  if (await isThere()) await admin.deleteTopics({ topics: [topic] });
  while (await isThere()) await sleep(100);
  await admin.disconnect();
  await createTopics({ brokers, owner: 'bench', sources: [SOURCE] });
};

/** No topic and no queue but those of this consumer: a queue nobody reads would still get its copies. */
export const emptySns = async (endpoint: string, consumer: string): Promise<void> => {
  const { sns, sqs } = awsClients({ ...EMULATED, endpoint });
  const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
  for (const { TopicArn } of Topics) await sns.send(new DeleteTopicCommand({ TopicArn }));
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  for (const QueueUrl of QueueUrls) await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  await createQueue(sns, sqs, { consumer, owner: 'assessment', sources: [SOURCE], types: [BookingConfirmed.type] });
  sns.destroy();
  sqs.destroy();
};
