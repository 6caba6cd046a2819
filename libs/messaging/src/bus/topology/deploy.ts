import { isDeepStrictEqual } from 'node:util';
import { GetSubscriptionAttributesCommand, ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { kafkaOptions, snsOptions } from '../bus-from-env';
import type { BusSettings } from '../bus-settings';
import { sourceOf } from '../kafka/codec';
import { createTopics } from '../kafka/kafka-bus';
import { awsClients } from '../sns/sns-bus';
import { createQueue, createTopic } from '../sns/topology';
import { typesOf, type TopologyDocument } from './document';
import { busPolicies, type QueuePlace } from './queue-policy';

/** Makes what is missing on the bus and brings filter policies to what the handlers ask for. Idempotent. Says what it did. */
export const deployTopology = async (
  document: TopologyDocument,
  settings: BusSettings,
  replicationFactor?: number,
): Promise<string> => {
  if (settings.EVENT_BUS === 'kafka') {
    const sources = document.kafka.topics.map(sourceOf);
    const replication = replicationFactor === undefined ? {} : { replicationFactor };
    await createTopics({ ...kafkaOptions(settings, 'topology'), sources, ...replication });
    return `${sources.length} topics with ${document.kafka.partitions} partitions each are there`;
  }
  if (settings.EVENT_BUS === 'sns') return deploySns(document, settings);
  return 'The embedded bus needs nothing but the services’ own tables';
};

const deploySns = async (
  { sns: { topics, queues } }: TopologyDocument,
  settings: Extract<BusSettings, { EVENT_BUS: 'sns' }>,
): Promise<string> => {
  const { sns, sqs } = awsClients(snsOptions(settings));
  const operatorRoleArn = settings.SNS_BUS_OPERATOR_ROLE_ARN;
  try {
    for (const topic of topics) await createTopic(sns, sourceOfTopic(topic));
    for (const { owner, consumer, subscriptions } of queues) {
      const types = subscriptions.flatMap(({ filterPolicy }) => typesOf(filterPolicy));
      const sources = subscriptions.map(({ source }) => source);
      await createQueue(sns, sqs, { owner, consumer, types, sources, ...(operatorRoleArn && { operatorRoleArn }) });
    }
    return `${topics.length} topics and ${queues.length} queues with their filters and policies are there`;
  } finally {
    sns.destroy();
    sqs.destroy();
  }
};

const sourceOfTopic = (topic: string): string => topic.slice('throughcare-'.length, -'.fifo'.length);

interface Deployed {
  readonly queue: string;
  readonly filterPolicy: string | undefined;
}

const deployedOn = async (sns: SNSClient, topicArn: string): Promise<Deployed[]> => {
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  return Promise.all(
    Subscriptions.map(async ({ SubscriptionArn, Endpoint }) => {
      const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
      return { queue: Endpoint?.split(':').at(-1) ?? '', filterPolicy: Attributes?.['FilterPolicy'] };
    }),
  );
};

/** Order of keys and types is no difference. */
const normalised = (policy: string | undefined): string =>
  policy === undefined ? 'none' : JSON.stringify([...typesOf(policy)].sort());

/** What an environment's subscriptions say other than the handlers: one sentence per difference, empty when there is none. */
export const topologyDrift = async (
  document: TopologyDocument,
  sns: SNSClient,
  topicArnOf: (topic: string) => string,
) => {
  const differences: string[] = [];
  for (const topic of document.sns.topics) {
    const deployed = await deployedOn(sns, topicArnOf(topic));
    const wanted = document.sns.queues.flatMap(({ queue, subscriptions }) =>
      subscriptions.filter((each) => each.topic === topic).map(({ filterPolicy }) => ({ queue, filterPolicy })),
    );
    for (const { queue, filterPolicy } of wanted) {
      const found = deployed.find((each) => each.queue === queue);
      if (!found) differences.push(`${queue} is not subscribed to ${topic}`);
      else if (normalised(found.filterPolicy) !== normalised(filterPolicy))
        differences.push(`${queue} has another filter on ${topic} than its handlers ask for`);
    }
    for (const { queue } of deployed)
      if (!wanted.some((each) => each.queue === queue))
        differences.push(`${queue} is subscribed to ${topic} and nothing handles it`);
  }
  return differences;
};

/** Whether the queue that other systems' events come to hears what its reader takes in: one sentence when not. */
export const subscriptionDrift = async (
  sns: SNSClient,
  { topicArn, queue, filterPolicy }: { topicArn: string; queue: string; filterPolicy: string },
): Promise<string[]> => {
  const found = (await deployedOn(sns, topicArn)).find((each) => each.queue === queue);
  if (!found) return [`${queue} is not subscribed to the HMPPS topic`];
  return normalised(found.filterPolicy) === normalised(filterPolicy)
    ? []
    : [`${queue} has another filter on the HMPPS topic than the gateway takes in`];
};

const policyOf = async (sqs: SQSClient, QueueName: string): Promise<unknown> => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
  return Attributes?.['Policy'] === undefined ? undefined : JSON.parse(Attributes['Policy']);
};

/** Queues of an environment whose policy lets in others than the handlers ask for: one sentence each. */
export const policyDrift = async (document: TopologyDocument, sqs: SQSClient, place: QueuePlace): Promise<string[]> => {
  const differences: string[] = [];
  for (const [queue, wanted] of Object.entries(busPolicies(document, place)))
    if (!isDeepStrictEqual(await policyOf(sqs, queue), wanted))
      differences.push(`${queue} has another policy than its topics need`);
  return differences;
};
