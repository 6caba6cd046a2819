import { SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Bus, Control, Feed, OutboxBatch, Subscription } from '../bus';
import type { Claim } from '../../database/claims';
import { SnsFeed } from './feed';
import { deadLetterName, queueName, topicName } from './names';
import { SnsPublisher } from './publisher';
import { Queue } from './queue';

export interface SnsBusOptions {
  readonly region: string;
  readonly accountId: string;
  /** The service that consumes: part of its queues' names. */
  readonly owner?: string;
  /** LocalStack or another emulator; absent: AWS. */
  readonly endpoint?: string;
  readonly claim: Claim;
  readonly visibilitySeconds?: number;
  /** Longest wait of an empty receive; default 20 s. */
  readonly pollSeconds?: number;
}

/** Longer than the longest poll: a call that was taken and is not answered by then will not be. */
const PATIENCE_MS = 30_000;

/** Clients for a region, or for an emulator at `endpoint`. Credentials come from the environment. A call that nobody answers is given up. */
export const awsClients = (
  { region, endpoint }: { region: string; endpoint?: string | undefined },
  requestTimeout = PATIENCE_MS,
) => {
  const requestHandler = { connectionTimeout: 2_000, requestTimeout, throwOnRequestTimeout: true };
  const config = { region, maxAttempts: 4, requestHandler, ...(endpoint !== undefined && { endpoint }) };
  return { sns: new SNSClient(config), sqs: new SQSClient(config) };
};

/** FIFO topics and queues as bus: see {@link Bus}. Topology is made by deployment (`topology.ts`), never on the fly. */
export class SnsBus implements Bus {
  readonly features = { transactionalCursor: false, retained: false, durable: true } as const;
  private readonly clients;
  private readonly publisher: SnsPublisher;
  private readonly feeds = new Map<string, SnsFeed>();

  constructor(private readonly options: SnsBusOptions) {
    this.clients = awsClients(options);
    const { region, accountId } = options;
    this.publisher = new SnsPublisher(
      this.clients.sns,
      (source) => `arn:aws:sns:${region}:${accountId}:${topicName(source)}`,
    );
  }

  publish(batch: OutboxBatch): Promise<void> {
    return this.publisher.publish(batch);
  }

  async subscribe(subscription: Subscription): Promise<Feed> {
    const { claim, visibilitySeconds, pollSeconds, owner } = this.options;
    const queue = await this.queueOf(queueName(subscription.consumer, owner));
    const feed = new SnsFeed(subscription, {
      queue,
      claim,
      ...(visibilitySeconds !== undefined && { visibilitySeconds }),
      ...(pollSeconds !== undefined && { pollSeconds }),
    });
    this.feeds.set(subscription.consumer, feed);
    feed.start();
    return feed;
  }

  control(consumer: string, control: Control): Promise<void> {
    this.feeds.get(consumer)?.control(control);
    return Promise.resolve();
  }

  /** Depth of the queue that SQS moves a message to after too many receives. */
  async buried(consumer: string): Promise<number> {
    return (await this.queueOf(deadLetterName(consumer, this.options.owner))).depth();
  }

  private async queueOf(QueueName: string): Promise<Queue> {
    const { QueueUrl } = await this.clients.sqs.send(new GetQueueUrlCommand({ QueueName }));
    if (!QueueUrl) throw new Error(`GetQueueUrl returned no URL for ${QueueName}`);
    return new Queue(this.clients.sqs, QueueUrl);
  }

  async close(): Promise<void> {
    await Promise.all([...this.feeds.values()].map((feed) => feed.close()));
    this.clients.sns.destroy();
    this.clients.sqs.destroy();
  }
}
