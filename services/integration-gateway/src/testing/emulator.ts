import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import {
  CreateTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

/** ESM only, and it may not share a process with Jest: the emulator runs as a child. */
const program = `
  import { buildApp } from 'fauxqs';
  const app = buildApp({ logger: false, defaultRegion: 'eu-west-2' });
  console.log(await app.listen({ port: Number(process.env.EMULATOR_PORT ?? 0), host: '127.0.0.1' }));
  process.on('disconnect', () => process.exit());
`;

const settings = (endpoint: string) => ({
  endpoint,
  region: 'eu-west-2',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** SNS and SQS on loopback, spoken to with the real SDK. */
export class Emulator {
  readonly sns: SNSClient;
  readonly sqs: SQSClient;

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    this.sns = new SNSClient(settings(url));
    this.sqs = new SQSClient(settings(url));
  }

  static async start(port = 0): Promise<Emulator> {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: { ...process.env, EMULATOR_PORT: String(port), NODE_OPTIONS: '' },
    });
    if (!child.stdout) throw new Error('no output');
    for await (const line of createInterface(child.stdout)) return new Emulator(child, line.trim());
    throw new Error('the emulator did not start');
  }

  async queue(name: string, attributes: Record<string, string> = {}): Promise<{ url: string; arn: string }> {
    const { QueueUrl = '' } = await this.sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
    const found = await this.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    return { url: QueueUrl, arn: found.Attributes?.['QueueArn'] ?? '' };
  }

  /** A topic that these queues subscribe to, unfiltered. */
  async topic(name: string, ...queueArns: string[]): Promise<string> {
    const { TopicArn = '' } = await this.sns.send(new CreateTopicCommand({ Name: name }));
    for (const Endpoint of queueArns)
      await this.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
    return TopicArn;
  }

  /** Subscribes a queue by a filter; answers with what ends the subscription. */
  async subscribe(TopicArn: string, Endpoint: string, filter: object): Promise<() => Promise<unknown>> {
    const Attributes = { FilterPolicy: JSON.stringify(filter) };
    const { SubscriptionArn } = await this.sns.send(
      new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes, ReturnSubscriptionArn: true }),
    );
    return () => this.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  }

  async publish(TopicArn: string, Message: string, eventType: string): Promise<void> {
    const MessageAttributes = { eventType: { DataType: 'String', StringValue: eventType } };
    await this.sns.send(new PublishCommand({ TopicArn, Message, MessageAttributes }));
  }

  /** Messages that wait or are held by someone. */
  async depth(QueueUrl: string): Promise<number> {
    const { Attributes = {} } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    return (
      Number(Attributes['ApproximateNumberOfMessages'] ?? 0) +
      Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0)
    );
  }

  /** Takes everything off a queue. */
  async drain(QueueUrl: string): Promise<string[]> {
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await this.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return bodies;
      for (const { Body = '', ReceiptHandle } of Messages) {
        await this.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        bodies.push(Body);
      }
    }
  }

  async stop(): Promise<void> {
    this.sns.destroy();
    this.sqs.destroy();
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await gone;
  }
}

/** Waits until it holds, or fails with what was seen last. */
export const eventually = async <T>(look: () => Promise<T>, holds: (seen: T) => boolean, ms = 15_000): Promise<T> => {
  const deadline = Date.now() + ms;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(seen)} after ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
