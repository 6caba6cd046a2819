import { GetQueueAttributesCommand, ListQueuesCommand, PurgeQueueCommand } from '@aws-sdk/client-sqs';
import type { FastifyInstance } from 'fastify';
import { awsClients, type AwsAddress } from './topology';

interface Depth {
  queue: string;
  waiting: number;
  inFlight: number;
}

/** How many messages each queue holds, without taking any. */
const depths = async (address: AwsAddress): Promise<Depth[]> => {
  const { sns, sqs } = awsClients(address);
  try {
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    const look = async (QueueUrl: string): Promise<Depth> => {
      const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
      return {
        queue: QueueUrl.split('/').at(-1)!,
        waiting: Number(Attributes['ApproximateNumberOfMessages']),
        inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
      };
    };
    return await Promise.all(QueueUrls.map(look));
  } finally {
    sns.destroy();
    sqs.destroy();
  }
};

/** Empties every queue; topic, queues and subscriptions stay. */
export const emptyQueues = async (address: AwsAddress): Promise<void> => {
  const { sns, sqs } = awsClients(address);
  try {
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    await Promise.all(QueueUrls.map((QueueUrl) => sqs.send(new PurgeQueueCommand({ QueueUrl }))));
  } finally {
    sns.destroy();
    sqs.destroy();
  }
};

export const messagingControl = (app: FastifyInstance, address: AwsAddress): void => {
  app.get('/__control/queues', () => depths(address));
};
