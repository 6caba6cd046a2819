import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ComponentHealth } from '@throughcare/platform/health';

const depths = async (sqs: SQSClient, QueueName: string) => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    waiting: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
    inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
  };
};

/** What operations teams look for: depths of the queue and its dead letters. Dead letters alone do not turn it DOWN. */
export const queueHealth = async (sqs: SQSClient, queueName: string, dlqName: string): Promise<ComponentHealth> => {
  const [queue, dlq] = await Promise.all([depths(sqs, queueName), depths(sqs, dlqName)]);
  return {
    status: 'UP',
    details: {
      ...{ queueName, messagesOnQueue: queue.waiting, messagesInFlight: queue.inFlight },
      ...{ dlqName, messagesOnDlq: dlq.waiting },
    },
  };
};
