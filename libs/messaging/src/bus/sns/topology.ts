import {
  CreateTopicCommand,
  paginateListSubscriptionsByTopic,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
  type SNSClient,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { deadLetterPolicy, queuePolicy } from '../topology/queue-policy';
import { deadLetterName, queueName, topicName } from './names';
import { filterPolicyOf } from './names';

const FOURTEEN_DAYS_S = '1209600';
/**
 * Failed events and payloads that are out of reach are held and tried again while the message stays invisible (`held.ts`); only a process
 * that dies again and again gets here, and a type that is left to another instance for over an hour.
 */
const MAX_RECEIVES = '100';

export interface ConsumerWiring {
  readonly consumer: string;
  readonly owner?: string;
  readonly sources: readonly string[];
  readonly types: readonly string[];
  /** May send to the queue beside its topics: who moves dead letters back. */
  readonly operatorRoleArn?: string;
}

const arnOf = async (sqs: SQSClient, url: string): Promise<string> => {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
  if (!Attributes?.['QueueArn']) throw new Error('A queue without ARN');
  return Attributes['QueueArn'];
};

const setAttributes = async (sqs: SQSClient, QueueUrl: string, Attributes: Record<string, string>): Promise<void> => {
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
};

const queue = async (sqs: SQSClient, name: string): Promise<string> => {
  const high = { DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId' };
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: { FifoQueue: 'true', ...high, MessageRetentionPeriod: FOURTEEN_DAYS_S },
    }),
  );
  if (!QueueUrl) throw new Error(`CreateQueue returned no URL for ${name}`);
  return QueueUrl;
};

const subscriptionOf = async (sns: SNSClient, TopicArn: string, Endpoint: string): Promise<string | undefined> => {
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn })) {
    const found = Subscriptions.find((each) => each.Endpoint === Endpoint);
    if (found) return found.SubscriptionArn;
  }
  return undefined;
};

/**
 * A new subscription gets raw delivery and filter with the call that makes it: nothing reaches the queue in between. One that is there
 * is asked for first, because SNS may refuse to subscribe again what has another filter, and brought up to date.
 */
const subscribe = async (sns: SNSClient, TopicArn: string, Endpoint: string, filter: string): Promise<void> => {
  const Attributes = { RawMessageDelivery: 'true', FilterPolicy: filter };
  const SubscriptionArn = await subscriptionOf(sns, TopicArn, Endpoint);
  if (SubscriptionArn === undefined) {
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));
    return;
  }
  for (const [AttributeName, AttributeValue] of Object.entries(Attributes))
    await sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
};

/** Topic of a source; made when it is not there. Idempotent. */
export const createTopic = async (sns: SNSClient, source: string): Promise<string> => {
  const Attributes = { FifoTopic: 'true', ContentBasedDeduplication: 'false', FifoThroughputScope: 'MessageGroup' };
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: topicName(source), Attributes }));
  if (!TopicArn) throw new Error('A topic without ARN');
  return TopicArn;
};

/** Queue, dead-letter queue, policies, subscriptions and filters of a consumer. Idempotent; a deployment step. */
export const createQueue = async (sns: SNSClient, sqs: SQSClient, wiring: ConsumerWiring): Promise<string> => {
  const { consumer, owner, sources, types, operatorRoleArn } = wiring;
  const topicArns = await Promise.all(sources.map((source) => createTopic(sns, source)));
  const deadLetterUrl = await queue(sqs, deadLetterName(consumer, owner));
  const deadLetterArn = await arnOf(sqs, deadLetterUrl);
  const url = await queue(sqs, queueName(consumer, owner));
  const queueArn = await arnOf(sqs, url);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount: MAX_RECEIVES });
  await setAttributes(sqs, deadLetterUrl, { Policy: JSON.stringify(deadLetterPolicy(deadLetterArn)) });
  const Policy = JSON.stringify(queuePolicy(queueArn, topicArns, operatorRoleArn));
  await setAttributes(sqs, url, { RedrivePolicy, Policy });
  for (const topicArn of topicArns) await subscribe(sns, topicArn, queueArn, filterPolicyOf(types));
  return url;
};
