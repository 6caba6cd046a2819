import {
  CreateTopicCommand,
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
import { deadLetterName, queueName, topicName } from './names';

const FOURTEEN_DAYS_S = '1209600';
/** Retries happen in the lane while the message stays invisible; only a process that dies again and again gets here. */
const MAX_RECEIVES = '100';

export interface ConsumerWiring {
  readonly consumer: string;
  readonly owner?: string;
  readonly sources: readonly string[];
  readonly types: readonly string[];
}

/** The filter a consumer's handlers ask for: the same text in every environment, because only the code decides it. */
export const filterPolicyOf = (types: readonly string[]): string =>
  JSON.stringify({ eventType: [...new Set(types)].sort() });

const arnOf = async (sqs: SQSClient, url: string): Promise<string> => {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
  if (!Attributes?.['QueueArn']) throw new Error('A queue without ARN');
  return Attributes['QueueArn'];
};

const queue = async (sqs: SQSClient, name: string, attributes: Record<string, string> = {}): Promise<string> => {
  const high = { DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId' };
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: { FifoQueue: 'true', ...high, MessageRetentionPeriod: FOURTEEN_DAYS_S },
    }),
  );
  if (!QueueUrl) throw new Error('A queue without URL');
  if (Object.keys(attributes).length > 0)
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributes }));
  return QueueUrl;
};

const policyFor = (queueArn: string, topicArns: readonly string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArns } },
      },
    ],
  });

const subscribe = async (sns: SNSClient, topicArn: string, queueArn: string, filter: string): Promise<void> => {
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn, ReturnSubscriptionArn: true }),
  );
  for (const [AttributeName, AttributeValue] of [
    ['RawMessageDelivery', 'true'],
    ['FilterPolicy', filter],
  ])
    await sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
};

/** Topic of a source; made when it is not there. Idempotent. */
export const createTopic = async (sns: SNSClient, source: string): Promise<string> => {
  const Attributes = { FifoTopic: 'true', ContentBasedDeduplication: 'false', FifoThroughputScope: 'MessageGroup' };
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: topicName(source), Attributes }));
  if (!TopicArn) throw new Error('A topic without ARN');
  return TopicArn;
};

/** Queue, dead-letter queue, policy, subscriptions and filters of a consumer. Idempotent; a deployment step. */
export const createQueue = async (sns: SNSClient, sqs: SQSClient, wiring: ConsumerWiring): Promise<string> => {
  const topicArns = await Promise.all(wiring.sources.map((source) => createTopic(sns, source)));
  const deadLetterArn = await arnOf(sqs, await queue(sqs, deadLetterName(wiring.consumer, wiring.owner)));
  const url = await queue(sqs, queueName(wiring.consumer, wiring.owner));
  const queueArn = await arnOf(sqs, url);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount: MAX_RECEIVES });
  const Attributes = { RedrivePolicy, Policy: policyFor(queueArn, topicArns) };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
  for (const topicArn of topicArns) await subscribe(sns, topicArn, queueArn, filterPolicyOf(wiring.types));
  return url;
};
