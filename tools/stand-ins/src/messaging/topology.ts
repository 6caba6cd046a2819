import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

export const DELIUS_EVENT_TYPES = [
  'referral.submitted',
  'booking.provisionally-made',
  'booking.confirmed',
  'booking.cancelled',
  'booking.cancelled.updated',
  'person.arrived',
  'person.arrived.updated',
  'person.departed',
  'person.departed.updated',
].map((name) => `accommodation.cas3.${name}`);

/** What our gateway takes in: the filter that its subscription has everywhere, written from the gateway's own rules. */
export const gatewayFilter = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(__dirname, '../../../../infra/bus/hmpps-subscription.json'), 'utf8')) as Record<
    string,
    unknown
  >;

const DAYS = 86_400;

export interface QueuePlan {
  queue: string;
  dlq: string;
  dlqRetentionDays: number;
  maxReceiveCount: number;
  visibilitySeconds: number;
  filterPolicy?: Record<string, unknown>;
}

export interface Topology {
  topic: string;
  queues: QueuePlan[];
}

export interface AwsAddress {
  endpoint: string;
  region: string;
}

/** Clients for the emulator, which takes any credentials. */
export const awsClients = ({ endpoint, region }: AwsAddress): { sns: SNSClient; sqs: SQSClient } => {
  const options = { endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  return { sns: new SNSClient(options), sqs: new SQSClient(options) };
};

/** Creates a queue or brings the one that is there to the wanted attributes; answers its ARN. */
const ensureQueue = async (sqs: SQSClient, name: string, attributes: Record<string, string>): Promise<string> => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: QueueUrl!, Attributes: attributes }));
  const found = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: QueueUrl!, AttributeNames: ['QueueArn'] }));
  return found.Attributes!['QueueArn']!;
};

const ensureSubscription = async (
  sns: SNSClient,
  topicArn: string,
  queueArn: string,
  filter?: object,
): Promise<void> => {
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  const there = Subscriptions.find(({ Endpoint }) => Endpoint === queueArn)?.SubscriptionArn;
  const arn =
    there ??
    (
      await sns.send(
        new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn, ReturnSubscriptionArn: true }),
      )
    ).SubscriptionArn!;
  await sns.send(
    new SetSubscriptionAttributesCommand({
      SubscriptionArn: arn,
      AttributeName: 'FilterPolicy',
      AttributeValue: JSON.stringify(filter ?? {}),
    }),
  );
};

/** Topic, queues, dead-letter queues and subscriptions; safe to run again. */
export const ensureTopology = async (
  address: AwsAddress,
  { topic, queues }: Topology,
): Promise<{ topicArn: string }> => {
  const { sns, sqs } = awsClients(address);
  try {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: topic }));
    for (const plan of queues) {
      const dlqArn = await ensureQueue(sqs, plan.dlq, { MessageRetentionPeriod: String(plan.dlqRetentionDays * DAYS) });
      const queueArn = await ensureQueue(sqs, plan.queue, {
        MessageRetentionPeriod: String(14 * DAYS),
        VisibilityTimeout: String(plan.visibilitySeconds),
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dlqArn, maxReceiveCount: plan.maxReceiveCount }),
      });
      await ensureSubscription(sns, TopicArn!, queueArn, plan.filterPolicy);
    }
    return { topicArn: TopicArn! };
  } finally {
    sns.destroy();
    sqs.destroy();
  }
};
